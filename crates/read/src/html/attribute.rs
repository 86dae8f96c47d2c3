//! Attributes that reading a page must know.

macro_rules! names {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// An attribute by its name.
        #[allow(clippy::enum_variant_names, reason = "the variants are HTML's own names")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Name { $($variant),+ }

        impl Name {
            /// The attribute with this name in lower case, if it is of use.
            pub(crate) fn parse(name: &[u8]) -> Option<Self> {
                Some(match name { $($name => Self::$variant,)+ _ => return None })
            }
        }
    };
}

names! {
    Alt = b"alt", AriaHidden = b"aria-hidden", Class = b"class", Content = b"content", DataOriginal = b"data-original", DataSrc = b"data-src",
    DataSrcset = b"data-srcset", Datetime = b"datetime", Hidden = b"hidden", Href = b"href", HttpEquiv = b"http-equiv", Id = b"id", Itemprop = b"itemprop",
    Itemtype = b"itemtype", Lang = b"lang", Name = b"name", Property = b"property", Rel = b"rel", Role = b"role", Src = b"src", Srcset = b"srcset",
    Style = b"style", Title = b"title", Type = b"type", Width = b"width", XmlLang = b"xml:lang",
}
