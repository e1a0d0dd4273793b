//! [`settings!`] makes a section from its lines.

/// Turns the right-hand side of a settings line into the value of its field.
pub(crate) trait Preset<T> {
    fn preset(self) -> T;
}

impl Preset<String> for &str {
    fn preset(self) -> String {
        self.to_owned()
    }
}

impl<const N: usize> Preset<Vec<String>> for [&str; N] {
    fn preset(self) -> Vec<String> {
        self.into_iter().map(str::to_owned).collect()
    }
}

macro_rules! preset_as_it_is {
    ($($ty:ty),* $(,)?) => {
        $(impl Preset<$ty> for $ty {
            fn preset(self) -> $ty {
                self
            }
        })*
    };
}

preset_as_it_is!(bool, i64, serde_json::Value, crate::sections::auth::SsoSettings);

impl<T> Preset<Vec<T>> for Vec<T> {
    fn preset(self) -> Vec<T> {
        self
    }
}

impl<T> Preset<std::collections::BTreeMap<String, T>> for std::collections::BTreeMap<String, T> {
    fn preset(self) -> Self {
        self
    }
}

macro_rules! preset {
    () => {
        Default::default()
    };
    ($value:expr) => {
        $crate::macros::Preset::preset($value)
    };
}

/// One section: a struct with its defaults, what is known of each key, merging from JSON that keeps unknown keys, and
/// the form it has in the file. A line reads `"Key" field: Type [marks] = default;` with the marks `restart` (a change
/// is taken up at the next start), `secret` (masked when set), `masked` (always masked) and `unsaved`. A comment above a
/// line is shown to administrators too.
macro_rules! settings {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $(
                $(#[doc = $field_doc:literal])*
                $key:literal $field:ident: $ty:ty $([$($mark:ident),*])? $(= $preset:expr)?;
            )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $(
                #[doc = concat!("`", $key, "`. ")]
                $(#[doc = $field_doc])*
                pub $field: $ty,
            )*
            /// Keys of the file that mean nothing here; they are written back as they came.
            pub(crate) unknown: $crate::raw::Unknown,
        }

        impl $name {
            /// What is known of each key, in the order of the file.
            pub const KEYS: &'static [$crate::schema::Key] = &[
                $($crate::schema::Key::new($key, <$ty as $crate::setting::Setting>::KIND)
                    .noted(&[$($field_doc),*])$($(.$mark())*)?,)*
            ];
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    $($field: $crate::macros::preset!($($preset)?),)*
                    unknown: $crate::raw::Unknown::default(),
                }
            }
        }

        impl $crate::setting::Section for $name {
            fn merge_key<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                key: &str,
                map: &mut A,
                at: &$crate::setting::At<'_>,
            ) -> Result<bool, A::Error> {
                match key {
                    $($key => {
                        let at = at.below($key);
                        map.next_value_seed($crate::setting::MergeInto { target: &mut self.$field, at: &at })?;
                    })*
                    _ => return Ok(false),
                }
                Ok(true)
            }

            fn unknown(&mut self) -> &mut $crate::raw::Unknown {
                &mut self.unknown
            }
        }

        impl $crate::setting::Setting for $name {
            const KIND: $crate::schema::Kind = $crate::schema::Kind::Section(Self::KEYS);

            fn merge<'de, D: serde::Deserializer<'de>>(
                &mut self,
                from: D,
                at: &$crate::setting::At<'_>,
            ) -> Result<(), D::Error> {
                $crate::setting::merge_section(self, from, at)
            }

            fn to_json(&self) -> serde_json::Value {
                let mut object = serde_json::Map::new();
                $(object.insert($key.to_owned(), $crate::setting::Setting::to_json(&self.$field));)*
                serde_json::Value::Object(object)
            }

            fn adopt_unknown(&mut self, from: &Self) {
                $($crate::setting::Setting::adopt_unknown(&mut self.$field, &from.$field);)*
                self.unknown.clone_from(&from.unknown);
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                let mut keys = Self::KEYS.iter();
                $(if keys.next().is_some_and(|key| !key.unsaved) {
                    map.serialize_entry($key, &self.$field)?;
                })*
                for (key, raw) in self.unknown.entries() {
                    map.serialize_entry(key, raw)?;
                }
                map.end()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut out = f.debug_struct(stringify!($name));
                let mut keys = Self::KEYS.iter();
                $(match keys.next() {
                    Some(key) if key.secret == $crate::schema::Secret::No => out.field($key, &self.$field),
                    _ => out.field($key, &"hidden"),
                };)*
                out.finish()
            }
        }
    };
}

pub(crate) use {preset, settings};
