//! The system itself: configuration, tests, onboarding, the socket's requests.

crate::errors! {
    LICENSE_OLD_FORMAT = 400 "api.license.client.old_format.app_error" "ask for the licence with format=old";
    CLUSTER_NO_NODE = 404 "roost.cluster.no_node" "no node is named {name}";
    EXPORT_NOT_FOUND = 404 "api.export.export_not_found.app_error" "there is no export of this name";
    EXPORT_LINK_OFF = 500 "app.eport.generate_presigned_url.featureflag.app_error" "links to exports are turned off on this server";
    EXPORT_LINK_NO_STORE = 500 "app.eport.generate_presigned_url.config.app_error" "exports have no store of their own";
    EXPORT_LINK_NO_BUCKET = 500 "app.eport.generate_presigned_url.driver.app_error" "the store of exports gives no links";
    EXPORT_LINK_NOT_FOUND = 500 "app.eport.generate_presigned_url.notfound.app_error" "there is no export of this name";
    EXPORT_LINK_FAILED = 500 "app.eport.generate_presigned_url.link.app_error" "the store of exports gave no link";
    CLOUD_ONLY = 400 "api.server.cws.needs_enterprise_edition" "this server is not hosted by its vendor";
    CLOUD_PREVIEW = 404 "app.cloud.preview_modal_bucket_url_not_configured" "this server shows no preview";
    UPGRADE_ENTERPRISE = 429 "api.upgrade_to_enterprise.already-enterprise.app_error" "this server has everything already";
    UPGRADE_UNSUPPORTED = 403 "api.upgrade_to_enterprise.system_not_supported.app_error" "this server cannot become another";
    LICENSE_NO_TRIAL = 403 "api.license.upgrade_needed.app_error" "this server has everything already: there is nothing to try";
    WISHES_TOLD = 403 "app.notify_admin.send_notification_post.app_error" "administrators were told of wishes not long ago";
    WISH_KNOWN = 403 "api.cloud.notify_admin_to_upgrade_error.already_notified" "administrators know of this wish already";
    SERVER_BUSY = 503 "api.context.server_busy.app_error" "the server is busy; this is switched off for a while";
    PAYLOAD = 400 "api.payload.parse.error" "the body cannot be read";
    SITE_URL_TEST = 400 "app.admin.test_site_url.failure" "the site address does not answer as expected";
    EMAIL_TEST_SETTINGS = 400 "api.file.test_connection_email_settings_nil.app_error" "the mail settings are missing";
    EMAIL_TEST_SERVER = 400 "api.admin.test_email.missing_server" "no mail server is named";
    EMAIL_TEST_PASSWORD = 400 "api.admin.test_email.reenter_password" "the password of another mail server has to be entered";
    EMAIL_TEST_FAILED = 500 "app.admin.test_email.failure" "the mail was not sent: {reason}";
    S3_TEST_SETTINGS = 400 "api.file.test_connection_s3_settings_nil.app_error" "the settings of the file store are missing";
    S3_TEST_BUCKET = 400 "api.admin.test_s3.missing_s3_bucket" "no bucket is named";
    CONFIG_RELOAD = 500 "api.config.reload_config.app_error" "the configuration cannot be read again: {reason}";
    CONFIG_CLEAR_SITE_URL = 400 "api.config.update_config.clear_siteurl.app_error" "the site address may be changed, but not cleared";
    CONFIG_SECURITY = 403 "api.config.update_config.not_allowed_security.app_error" "{key} can only be changed in the file";
    LICENSE_INVALID = 400 "api.license.add_license.invalid.app_error" "this server needs no licence and takes none";
    NOTICES_VIEWED = 400 "api.system.update_viewed_notices.failed" "one of these is no notice";
    ONBOARDING_BODY = 400 "app.system.complete_onboarding_request.app_error" "the request cannot be read";
    ONBOARDING_NO_ORGANIZATION = 400 "api.error_no_organization_name_provided_for_self_hosted_onboarding" "the name of the organisation is missing";
    ONBOARDING_NO_ADMIN = 403 "app.system.complete_onboarding_request.no_first_user" "only an administrator finishes the set-up";
    CONFIG_SITE_URL = 400 "model.config.is_valid.site_url.app_error" "the site address is not a valid address";
    CONFIG_PASSWORD_LENGTH = 400 "model.config.is_valid.password_length.app_error" "the minimum length of a password is out of range";
    CONFIG_FILE_DRIVER = 400 "model.config.is_valid.file_driver.app_error" "there is no such file store";
    SOCKET_UPGRADE = 400 "api.web_socket.connect.upgrade.app_error" "this address is for WebSockets only";
    SOCKET_NO_ACTION = 400 "api.web_socket_router.no_action.app_error" "the request names no action";
    SOCKET_BAD_SEQ = 400 "api.web_socket_router.bad_seq.app_error" "the number of the request must be above zero";
    SOCKET_BAD_ACTION = 500 "api.web_socket_router.bad_action.app_error" "there is no action {action}";
    SOCKET_INVALID_PARAM = 400 "api.websocket_handler.invalid_param.app_error" "the parameter {name} is missing or malformed";
    SOCKET_BUSY = 503 "api.websocket_handler.server_busy.app_error" "the server is busy; typing is not passed on for a while";
    URL_TOO_LONG = 414 "basic_security_check.url.too_long_error" "the address of the request is longer than this server accepts";
}
