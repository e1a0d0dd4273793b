//! What stands in a mail: texts by topic and language, in one plain and one HTML frame.

use std::collections::HashMap;
use std::sync::LazyLock;

use minijinja::{Environment, UndefinedBehavior, Value, context};
use roost_config::Config;
use serde::Deserialize;

use super::Mail;
use super::smtp::MailError;

/// A mail, ready to be sent.
#[derive(Debug)]
pub(super) struct Parts {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The texts of a topic. Each is a template.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    subject: String,
    title: String,
    /// Paragraphs; one that is empty once filled in is left out.
    lines: Vec<String>,
    /// What stands on the button that leads to `link`.
    button: Option<String>,
}

/// Texts by topic, and what stands below every mail.
#[derive(Deserialize)]
struct Language {
    footer: String,
    topics: HashMap<String, Texts>,
}

/// English has everything; it stands in for languages that nobody has written yet.
const DEFAULT: &str = "en";

static LANGUAGES: LazyLock<HashMap<&str, Language>> = LazyLock::new(|| {
    let sources = [("en", include_str!("texts/en.json")), ("de", include_str!("texts/de.json"))];
    let read = |(name, source)| (name, serde_json::from_str(source).expect("the texts are tested"));
    sources.into_iter().map(read).collect()
});

static FRAMES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut frames = Environment::new();
    frames.set_undefined_behavior(UndefinedBehavior::Strict);
    // Values are escaped in templates whose name ends in `.html`.
    frames.add_template("frame.html", include_str!("texts/frame.html")).expect("the frames are tested");
    frames.add_template("frame.txt", include_str!("texts/frame.txt")).expect("the frames are tested");
    frames
});

/// Fills the texts of the topic in, in the reader's language.
pub(super) fn render(config: &Config, mail: &Mail) -> Result<Parts, MailError> {
    let (language, texts) = texts(&mail.locale, mail.topic.name());
    let mut values = mail.values.clone();
    values.insert("site_name", config.team.site_name.clone());
    values.insert("site_url", config.service.site_url.clone());
    values.insert("support_email", config.support.support_email.clone());
    let values = Value::from_pairs(values);
    let link = mail.values.get("link").map(String::as_str).unwrap_or_default();
    let fill = |kind: &str, text: &str| {
        let filled = FRAMES.render_named_str(&format!("text.{kind}"), text, values.clone());
        filled.map_err(|error| MailError::Content(error.to_string()))
    };
    let framed = |kind: &str| {
        let mut lines: Vec<String> = texts.lines.iter().map(|line| fill(kind, line)).collect::<Result<_, _>>()?;
        lines.retain(|line| !line.trim().is_empty());
        for paragraph in &mail.paragraphs {
            let filled = FRAMES.render_named_str(&format!("text.{kind}"), "{{ paragraph }}", context! { paragraph });
            lines.push(filled.map_err(|error| MailError::Content(error.to_string()))?);
        }
        let button = texts.button.as_ref().map(|text| fill(kind, text)).transpose()?;
        let frame = FRAMES.get_template(&format!("frame.{kind}")).map_err(|e| MailError::Content(e.to_string()))?;
        let all = context! {
            title => fill(kind, &texts.title)?,
            lines => Value::from_iter(lines),
            button => button,
            link => link,
            footer => fill(kind, &language.footer)?,
            organization => config.email.feedback_organization.as_str(),
            site_name => config.team.site_name.as_str(),
        };
        frame.render(all).map_err(|error| MailError::Content(error.to_string()))
    };
    let subject = fill("txt", &texts.subject)?;
    Ok(Parts {
        // A header is one line, whatever somebody has called their team.
        subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
        text: framed("txt")?,
        html: framed("html")?,
    })
}

/// The texts of a locale, of its language, or in English.
fn texts(locale: &str, topic: &str) -> (&'static Language, &'static Texts) {
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    let found = [locale, language, DEFAULT].into_iter().find_map(|name| {
        let language = LANGUAGES.get(name)?;
        Some((language, language.topics.get(topic)?))
    });
    found.expect("English has every topic, which is tested")
}

#[cfg(test)]
mod tests {
    use super::super::{TOPICS, Topic};
    use super::*;

    fn full(topic: Topic, locale: &str, value: &str) -> Mail {
        let names = ["username", "former", "address", "sender", "team", "channels", "message", "channel", "count"];
        let mail = names.into_iter().fold(Mail::new("a@b.example", locale, topic), |mail, name| mail.with(name, value));
        mail.with("link", "https://chat.example.com/x?a=1&b=2")
    }

    #[test]
    fn every_topic_has_texts_in_every_language_and_all_of_them_can_be_filled_in() {
        let config = Config::default();
        for (name, language) in LANGUAGES.iter() {
            for topic in TOPICS {
                assert!(language.topics.contains_key(topic.name()), "{name}: {topic:?}");
                let parts = render(&config, &full(topic, name, "value")).unwrap();
                for part in [&parts.subject, &parts.text, &parts.html] {
                    assert!(!part.is_empty() && !part.contains("{{"), "{name}: {topic:?}: {part}");
                }
            }
            assert_eq!(language.topics.len(), TOPICS.len(), "{name}");
        }
    }

    #[test]
    fn values_are_text_in_html_and_a_subject_is_one_line() {
        let parts = render(&Config::default(), &full(Topic::Invitation, "en", "<b>x</b>\r\nBcc: y")).unwrap();
        assert!(!parts.html.contains("<b>x") && parts.html.contains("&lt;b&gt;x"), "{}", parts.html);
        assert!(parts.text.contains("<b>x</b>"));
        assert!(parts.text.contains("https://chat.example.com/x?a=1&b=2"));
        assert!(!parts.subject.contains(['\r', '\n']), "{}", parts.subject);
    }

    #[test]
    fn a_language_that_nobody_has_written_reads_english() {
        let subject = |locale: &str| render(&Config::default(), &full(Topic::Test, locale, "")).unwrap().subject;
        assert_eq!(subject("xx"), subject("en"));
        assert_eq!(subject("de-AT"), subject("de"));
        assert_ne!(subject("de"), subject("en"));
    }
}
