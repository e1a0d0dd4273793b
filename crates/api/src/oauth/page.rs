//! The page that asks a person whether an application may act for them. It needs no web client.

use roost_model::oauth::{AuthorizeRequest, OAuthApp};
use serde_json::json;

/// `text` as it may stand in the page.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The page. What is to be sent stands in an attribute, as JSON: nothing of it can become script.
pub fn consent(app: &OAuthApp, asked: &AuthorizeRequest) -> String {
    let body = json!({
        "response_type": asked.response_type,
        "client_id": asked.client_id,
        "redirect_uri": asked.redirect_uri,
        "scope": asked.scope,
        "state": asked.state,
        "code_challenge": asked.code_challenge,
        "code_challenge_method": asked.code_challenge_method,
        "resource": asked.resource,
    });
    let (name, homepage) = (escaped(&app.name), escaped(&app.homepage));
    let (description, target) = (escaped(&app.description), escaped(&asked.redirect_uri));
    let body = escaped(&body.to_string());
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Let {name} act for you?</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; }}
button {{ font: inherit; padding: .4em 1.2em; margin-right: .5em; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #16181d; color: #dde; }} a {{ color: #8bf; }} }}
</style>
<main data-request="{body}">
<h1>Let {name} act for you?</h1>
<p>{description}</p>
<p>{name} (<a href="{homepage}" rel="noreferrer">{homepage}</a>) asks to read and write whatever you may, in your name.
You go on to {target}.</p>
<p><button id="allow">Allow</button><button id="deny">Do not allow</button></p>
<p id="trouble" role="alert"></p>
</main>
<script>
const csrf = (document.cookie.match(/(?:^|; )MMCSRF=([^;]*)/) || [])[1] || "";
document.getElementById("deny").onclick = () => history.back();
document.getElementById("allow").onclick = async () => {{
  const body = document.querySelector("main").dataset.request;
  const headers = {{ "Content-Type": "application/json", "X-CSRF-Token": csrf, "X-Requested-With": "XMLHttpRequest" }};
  const reply = await fetch("/oauth/authorize", {{ method: "POST", headers, body }});
  const answer = await reply.json();
  if (reply.ok) location.assign(answer.redirect);
  else document.getElementById("trouble").textContent = answer.message;
}};
</script>
</html>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_an_application_says_of_itself_becomes_part_of_the_page() {
        let evil = r#""><script>alert('&')</script>"#;
        let app = OAuthApp { name: evil.to_owned(), description: evil.to_owned(), ..OAuthApp::default() };
        let asked = AuthorizeRequest { state: evil.to_owned(), ..AuthorizeRequest::default() };
        let page = consent(&app, &asked);
        assert_eq!(page.matches("<script>").count(), 1);
        assert_eq!(page.matches("alert(&#39;&amp;&#39;)").count(), 5);
    }
}
