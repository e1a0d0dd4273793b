#!/usr/bin/env python3
"""Writes crates/model/src/permission/names.rs from facts/golden/permissions.json. Run it after the facts change."""
import json
import pathlib
import subprocess

root = pathlib.Path(__file__).resolve().parent.parent
facts = json.loads((root / "facts/golden/permissions.json").read_text())
rows = facts["permissions"] + facts["deprecated"]
names = [row["id"] for row in rows]
assert len(set(names)) == len(names)


def variant(name):
    return "".join(part.capitalize() for part in name.split("_"))


def scope(row):
    return row["scope"].removesuffix("_scope").capitalize()


out = [
    "//! Generated from facts/golden/permissions.json by scripts/gen-permissions.py; do not edit.",
    "",
    "use super::Scope;",
    "",
    "permissions! {",
    "    // Variant, name, scope; in the order of the original, the deprecated ones last.",
]
for row in rows:
    out.append(f'    {variant(row["id"])} = "{row["id"]}" {scope(row)};')
out += [
    "}",
    "",
    "/// The first so many are those that a role may still be given; the rest are kept for old roles.",
    f"pub const CURRENT_COUNT: usize = {len(facts['permissions'])};",
    "",
    "/// Permissions of members and guests that a channel's moderation can take away.",
    "pub const CHANNEL_MODERATED: &[&str] = &[",
]
out += [f'    "{name}",' for name in facts["channel_moderated"]]
out += [
    "];",
    "",
    "/// What a permission for a section of the system console brings along.",
    "pub const ANCILLARY: &[(Permission, &[Permission])] = &[",
]
for name, others in facts["ancillary"].items():
    out.append(f"    (Permission::{variant(name)}, &[{', '.join('Permission::' + variant(o) for o in others)}]),")
out += ["];", ""]

target = root / "crates/model/src/permission/names.rs"
target.write_text("\n".join(out))
subprocess.run(["rustfmt", "--edition", "2024", "--config-path", str(root / "rustfmt.toml"), str(target)], check=True)
