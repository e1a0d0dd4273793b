//! What is put right in every configuration before it is checked, silently, as the original does.

use crate::config::Config;

/// Languages there are texts for, official and experimental; another default language falls back to English.
const LOCALES: [&str; 38] = [
    "be", "bg", "ca", "cs", "da", "de", "el", "en", "en-AU", "es", "fa", "fi", "fr", "gl", "hi", "hr", "hu", "id",
    "it", "ja", "ka", "kk", "ko", "lt", "nb-NO", "nl", "pl", "pt-BR", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "vi",
    "zh-CN", "zh-TW",
];

impl Config {
    /// Fills what may not be left empty: some texts fall back to their default, and some maps have entries that are
    /// always there.
    pub fn complete(&mut self) {
        let fresh = Self::default();
        let fall_back = |text: &mut String, default: String| {
            if text.is_empty() {
                *text = default;
            }
        };
        fall_back(&mut self.file.directory, fresh.file.directory);
        fall_back(&mut self.file.export_directory, fresh.file.export_directory);
        fall_back(&mut self.file.amazon_s3_endpoint, fresh.file.amazon_s3_endpoint);
        fall_back(&mut self.file.export_amazon_s3_endpoint, fresh.file.export_amazon_s3_endpoint);
        fall_back(&mut self.file.initial_font, fresh.file.initial_font);
        fall_back(&mut self.import.directory, fresh.import.directory);
        fall_back(&mut self.export.directory, fresh.export.directory);
        fall_back(&mut self.plugin.directory, fresh.plugin.directory);
        fall_back(&mut self.plugin.client_directory, fresh.plugin.client_directory);
        fall_back(&mut self.plugin.marketplace_url, fresh.plugin.marketplace_url);
        self.plugin.complete(self.log.enable_diagnostics);
        self.content_flagging.notification.complete();
    }

    /// Brings addresses, folders and languages into their one form. Runs after the overrides.
    pub fn tidy(&mut self) {
        let site_url = self.service.site_url.trim_end_matches('/').len();
        self.service.site_url.truncate(site_url);
        let directory = &mut self.file.directory;
        if self.file.driver_name == "local" && !directory.is_empty() && !directory.ends_with('/') {
            directory.push('/');
        }
        self.tidy_locales();
    }

    fn tidy_locales(&mut self) {
        let settings = &mut self.localization;
        for locale in [&mut settings.default_server_locale, &mut settings.default_client_locale] {
            if !LOCALES.contains(&locale.as_str()) {
                "en".clone_into(locale);
            }
        }
        if settings.available_locales.is_empty() {
            return;
        }
        let mut available: Vec<&str> = Vec::new();
        for locale in settings.available_locales.split(',').chain([settings.default_client_locale.as_str()]) {
            if !LOCALES.contains(&locale) {
                // One unknown language and the choice is open again.
                available.clear();
                break;
            }
            if !available.contains(&locale) {
                available.push(locale);
            }
        }
        settings.available_locales = available.join(",");
    }
}
