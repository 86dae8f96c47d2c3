//! Elements that reading a page must know.

macro_rules! tags {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// An element by its name; those of no use here are `Other`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Tag { Text, Other, $($variant),+ }

        impl Tag {
            /// How many there are.
            pub(crate) const COUNT: usize = 2 + [$(stringify!($variant)),+].len();

            /// The element with this name in lower case.
            pub(crate) fn parse(name: &[u8]) -> Self {
                match name { $($name => Self::$variant,)+ _ => Self::Other }
            }
        }
    };
}

tags! {
    A = b"a", Abbr = b"abbr", Address = b"address", Amp = b"amp-img", Article = b"article", Aside = b"aside", Audio = b"audio",
    B = b"b", Base = b"base", Blockquote = b"blockquote", Body = b"body", Br = b"br", Button = b"button",
    Canvas = b"canvas", Caption = b"caption", Center = b"center", Cite = b"cite", Code = b"code", Col = b"col",
    Dd = b"dd", Del = b"del", Details = b"details", Dialog = b"dialog", Dir = b"dir", Div = b"div", Dl = b"dl", Dt = b"dt",
    Em = b"em", Embed = b"embed", Fieldset = b"fieldset", Figcaption = b"figcaption", Figure = b"figure", Font = b"font", Footer = b"footer", Form = b"form",
    H1 = b"h1", H2 = b"h2", H3 = b"h3", H4 = b"h4", H5 = b"h5", H6 = b"h6", Head = b"head", Header = b"header", Hgroup = b"hgroup", Hr = b"hr", Html = b"html",
    I = b"i", Iframe = b"iframe", Img = b"img", Input = b"input", Ins = b"ins", Label = b"label", Legend = b"legend", Li = b"li", Link = b"link",
    Main = b"main", Map = b"map", Math = b"math", Menu = b"menu", Meta = b"meta", Nav = b"nav", Noembed = b"noembed", Noframes = b"noframes", Noscript = b"noscript",
    Object = b"object", Ol = b"ol", Optgroup = b"optgroup", Option = b"option", P = b"p", Param = b"param", Picture = b"picture", Pre = b"pre", Q = b"q",
    S = b"s", Script = b"script", Section = b"section", Select = b"select", Small = b"small", Source = b"source", Span = b"span", Strike = b"strike", Strong = b"strong", Style = b"style",
    Sub = b"sub", Summary = b"summary", Sup = b"sup", Svg = b"svg", Table = b"table", Tbody = b"tbody", Td = b"td", Template = b"template", Textarea = b"textarea",
    Tfoot = b"tfoot", Th = b"th", Thead = b"thead", Time = b"time", Title = b"title", Tr = b"tr", Track = b"track", U = b"u", Ul = b"ul", Video = b"video", Wbr = b"wbr", Xmp = b"xmp",
}

impl Tag {
    /// Whether it has no content.
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Self::Base
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Whether its content is words, not markup.
    pub(super) fn is_raw(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Textarea
                | Self::Title
                | Self::Xmp
                | Self::Iframe
                | Self::Noembed
                | Self::Noframes
        )
    }

    /// Whether it stands on lines of its own.
    pub(crate) fn is_block(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Body
                | Self::Caption
                | Self::Center
                | Self::Dd
                | Self::Details
                | Self::Dialog
                | Self::Dir
                | Self::Div
                | Self::Dl
                | Self::Dt
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::H1
                | Self::H2
                | Self::H3
                | Self::H4
                | Self::H5
                | Self::H6
                | Self::Head
                | Self::Header
                | Self::Hgroup
                | Self::Hr
                | Self::Html
                | Self::Legend
                | Self::Li
                | Self::Main
                | Self::Menu
                | Self::Nav
                | Self::Ol
                | Self::Optgroup
                | Self::Option
                | Self::P
                | Self::Pre
                | Self::Section
                | Self::Summary
                | Self::Table
                | Self::Tbody
                | Self::Td
                | Self::Tfoot
                | Self::Th
                | Self::Thead
                | Self::Title
                | Self::Tr
                | Self::Ul
        )
    }

    /// Whether it is a heading.
    pub(crate) fn is_heading(self) -> bool {
        matches!(
            self,
            Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6
        )
    }

    /// Whether it only changes how words look; such elements are not closed over a block.
    pub(crate) fn is_formatting(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::B
                | Self::Code
                | Self::Em
                | Self::Font
                | Self::I
                | Self::S
                | Self::Small
                | Self::Strike
                | Self::Strong
                | Self::U
                | Self::Span
                | Self::Abbr
                | Self::Cite
                | Self::Q
                | Self::Sub
                | Self::Sup
        )
    }

    /// Whether an end tag inside it closes nothing outside it.
    pub(super) fn is_scope(self) -> bool {
        matches!(
            self,
            Self::Html
                | Self::Table
                | Self::Td
                | Self::Th
                | Self::Caption
                | Self::Object
                | Self::Template
        )
    }

    /// Whether it is a table or a part of one.
    pub(super) fn is_of_table(self) -> bool {
        matches!(
            self,
            Self::Table
                | Self::Tbody
                | Self::Thead
                | Self::Tfoot
                | Self::Tr
                | Self::Td
                | Self::Th
                | Self::Caption
        )
    }

    /// Whether it may stand in a page's head.
    pub(super) fn in_head(self) -> bool {
        matches!(
            self,
            Self::Meta
                | Self::Link
                | Self::Script
                | Self::Style
                | Self::Title
                | Self::Base
                | Self::Noscript
                | Self::Template
                | Self::Html
                | Self::Head
        )
    }

    /// Whether its start ends an open paragraph.
    pub(super) fn ends_paragraph(self) -> bool {
        self.is_block()
            && !matches!(
                self,
                Self::Html
                    | Self::Head
                    | Self::Body
                    | Self::Title
                    | Self::Td
                    | Self::Th
                    | Self::Tr
                    | Self::Tbody
                    | Self::Thead
                    | Self::Tfoot
                    | Self::Caption
                    | Self::Option
                    | Self::Optgroup
                    | Self::Legend
            )
    }
}
