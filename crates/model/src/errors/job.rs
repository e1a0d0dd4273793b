//! Jobs.

crate::errors! {
    NOT_FOUND = 404 "app.job.get.app_error" "there is no such job";
    UNKNOWN_TYPE = 400 "api.job.unable_to_create_job.incorrect_job_type" "this server does no work of this kind";
    TYPE_NOT_READABLE = 400 "api.job.retrieve.nopermissions" "there are no jobs of this kind";
    UNMANAGEABLE = 400 "api.job.unable_to_manage_job.incorrect_job_type" "jobs of this kind cannot be managed";
    STATUS_INVALID = 400 "api.job.status.invalid" "the job cannot be in this state";
    NOT_CANCELABLE = 500 "jobs.request_cancellation.status.error" "the job cannot be ended any more";
    DOWNLOADS_OFF = 501 "app.job.download_export_results_not_enabled" "results of exports cannot be downloaded from this server";
    NO_DOWNLOAD = 400 "api.job.unable_to_download_job" "the job has nothing to download";
    RESULTS_GONE = 500 "api.file.zip_file_reader.app_error" "the results of the job are not in the store";
    NO_DOWNLOAD_TYPE = 400 "api.job.unable_to_download_job.incorrect_job_type" "jobs of this kind have nothing to download";
}
