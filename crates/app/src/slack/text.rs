//! From the markup of Slack's messages to ours.

use std::collections::HashMap;

/// Names of people and channels by their ids in the export.
#[derive(Debug, Default)]
pub struct Names {
    pub people: HashMap<String, String>,
    pub channels: HashMap<String, String>,
}

/// The text of a message as Markdown: mentions name accounts and channels of ours, links have their form, and a pair of single
/// stars or tildes becomes a double one.
pub fn markdown(text: &str, names: &Names) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&emphasis(before));
        let Some((inside, after)) = after.split_once('>') else {
            out.push('<');
            rest = after;
            continue;
        };
        out.push_str(&reference(inside, names));
        rest = after;
    }
    out.push_str(&emphasis(rest));
    unescaped(&out)
}

/// What stands between angle brackets: an address or an id, maybe with a text after a bar.
fn reference(inside: &str, names: &Names) -> String {
    let (target, label) = inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    if let Some(id) = target.strip_prefix('@') {
        return format!("@{}", names.people.get(id).map_or_else(|| label.unwrap_or(id), String::as_str));
    }
    if let Some(id) = target.strip_prefix('#') {
        return format!("~{}", names.channels.get(id).map_or_else(|| label.unwrap_or(id), String::as_str));
    }
    match target {
        "!here" => return "@here".to_owned(),
        "!channel" | "!group" => return "@channel".to_owned(),
        "!everyone" => return "@all".to_owned(),
        _ => {}
    }
    match label {
        // A group of people or a date, which is no address.
        Some(label) if target.starts_with('!') => label.to_owned(),
        Some(label) if label != target => format!("[{label}]({target})"),
        _ => target.strip_prefix('!').unwrap_or(target).to_owned(),
    }
}

/// `*bold*` and `~struck~` with double marks. What is code stays as it is.
fn emphasis(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let marked = parts.iter().enumerate().map(|(index, part)| match index % 2 {
        0 => doubled(&doubled(part, '*'), '~'),
        _ => (*part).to_owned(),
    });
    marked.collect::<Vec<_>>().join("`")
}

/// Doubles a mark that begins a word, and the next one of the line that ends a word.
fn doubled(text: &str, mark: char) -> String {
    let lines = text.split('\n').map(|line| {
        let chars: Vec<char> = line.chars().collect();
        let at = |index: usize| chars.get(index).copied();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == mark);
        let opens = |i: usize| {
            let before = i.checked_sub(1).and_then(at);
            at(i) == Some(mark) && !word(before) && at(i + 1).is_some_and(|c| !c.is_whitespace() && c != mark)
        };
        let closes = |i: usize| {
            let before = i.checked_sub(1).and_then(at);
            at(i) == Some(mark) && before.is_some_and(|c| !c.is_whitespace() && c != mark) && !word(at(i + 1))
        };
        let (mut out, mut i) = (String::with_capacity(line.len()), 0);
        while let Some(c) = at(i) {
            if let Some(end) = (opens(i)).then(|| (i + 2..chars.len()).find(|end| closes(*end))).flatten() {
                let inner: String = chars.get(i + 1..end).unwrap_or_default().iter().collect();
                out.extend([mark, mark]);
                out.push_str(&inner);
                out.extend([mark, mark]);
                i = end + 1;
                continue;
            }
            out.push(c);
            i += 1;
        }
        out
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The three signs that Slack writes as entities.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_ours() {
        let mut names = Names::default();
        names.people.insert("U1".to_owned(), "ann".to_owned());
        names.channels.insert("C1".to_owned(), "town-square".to_owned());
        for (slack, ours) in [
            ("plain", "plain"),
            ("<@U1> and <@U2|bob>, <@U3>", "@ann and @bob, @U3"),
            ("in <#C1|general>, <#C2|other>", "in ~town-square, ~other"),
            ("<!here> <!channel> <!everyone>", "@here @channel @all"),
            ("<!here|here>, <!subteam^S1|@ops> on <!date^1500000000^{date}|14 July>", "@here, @ops on 14 July"),
            ("<http://a.example/x>", "http://a.example/x"),
            ("<http://a.example/x|the page>", "[the page](http://a.example/x)"),
            ("*bold* and ~gone~, 2*3*4", "**bold** and ~~gone~~, 2*3*4"),
            ("`*code*` *bold*", "`*code*` **bold**"),
            ("* a list\n* of two", "* a list\n* of two"),
            ("a &lt; b &amp;&amp; c", "a < b && c"),
            ("&amp;lt;", "&lt;"),
            ("open <", "open <"),
        ] {
            assert_eq!(markdown(slack, &names), ours, "{slack}");
        }
    }
}
