//! Whole features that are switched off, or that this server does not offer.

crate::errors! {
    PLUGINS_OFF = 501 "app.plugin.disabled.app_error" "plugins are switched off on this server";
    PLUGIN_UPLOAD_OFF = 501 "app.plugin.upload_disabled.app_error" "plugins cannot be uploaded to this server";
    PLUGIN_NOT_INSTALLED = 404 "app.plugin.not_installed.app_error" "there is no such plugin";
    MARKETPLACE_OFF = 501 "app.plugin.marketplace_disabled.app_error" "the marketplace is switched off on this server";
    RECAPS_OFF = 501 "api.recap.disabled.app_error" "summaries are switched off on this server";
    HOSTED_SIGNUP = 501 "api.server.hosted_signup_unavailable.error" "this server is not sold by a vendor";
    COMPLIANCE_OFF = 501 "ent.compliance.licence_disable.app_error" "compliance reports are switched off on this server";
    REMOTE_NOT_FOUND = 404 "api.remote_cluster.get.not_found" "there is no connection to such a server";
    REMOTE_INVALID = 400 "api.context.remote_id_invalid.app_error" "there is no such connection to another server";
    ELASTICSEARCH_SETTINGS = 400 "api.elasticsearch.test_elasticsearch_settings_nil.app_error" "the settings of Elasticsearch are missing";
    ATTRIBUTES_LIMIT = 400 "api.access_control_policy.get_fields.limit.app_error" "between 1 and 100 attributes are told at a time";
    CERTIFICATE_NO_FILE = 400 "api.admin.add_certificate.no_file.app_error" "the form has no certificate";
    CERTIFICATE_FORM = 400 "api.admin.add_certificate.parseform.app_error" "the certificate is not in a form";
    SAML_METADATA_TYPE = 400 "api.admin.saml.set_certificate_from_metadata.invalid_content_type.app_error" "certificates come as text or in a form";
    REMOTE_UNKNOWN = 404 "api.context.remote_id_invalid.app_error" "there is no such connection to another server";
    REMOTE_CLUSTERS_OFF = 501 "api.remote_cluster.service_not_enabled.app_error" "connections to other servers are switched off on this server";
    LDAP_OFF = 501 "ent.ldap.disabled.app_error" "directories are switched off on this server";
    LDAP_NO_GROUPS = 501 "ent.ldap.app_error" "there is no directory to take groups from";
    ELASTICSEARCH_MISSING = 501 "ent.elasticsearch.test_config.license.error" "this server searches in its database alone";
    IP_FILTERING_MISSING = 501 "api.context.ip_filtering.not_available.app_error" "this server filters no addresses: its network does";
}
