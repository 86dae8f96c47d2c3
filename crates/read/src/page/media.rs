//! Pictures and links of the main text.

use risalah_pack::web::Web;

use super::Marks;
use super::piece::{Piece, Verdict};
use super::{Blocks, block::is_silent};
use crate::about::{clean, text_of};
use crate::address;
use crate::html::{Dom, Id, Name, Tag};

/// No more pictures or links than this are kept.
const MOST: usize = 200;

/// A picture in the main text: its address and caption.
pub(crate) struct Picture {
    pub(crate) url: String,
    pub(crate) caption: Option<String>,
}

/// The pictures inside the main text's element, in order.
pub(crate) fn pictures(web: &Web, dom: &Dom<'_>, root: Id, base: Option<&str>) -> Vec<Picture> {
    let mut out: Vec<Picture> = Vec::new();
    for id in dom.inside(root) {
        if !matches!(dom.node(id).tag, Tag::Img | Tag::Amp) || is_small(dom, id) {
            continue;
        }
        let Some(url) = source(dom, id).and_then(|src| address::whole(base, &clean(web, &src)))
        else {
            continue;
        };
        if out.len() < MOST && !out.iter().any(|p| p.url == url) {
            let caption = caption(web, dom, id);
            out.push(Picture { url, caption });
        }
    }
    out
}

/// Whether a picture is a mark of the page's dress, by its width.
fn is_small(dom: &Dom<'_>, id: Id) -> bool {
    let width = dom
        .attribute(id, Name::Width)
        .and_then(|w| w.trim_end_matches("px").parse::<u32>().ok());
    width.is_some_and(|w| w < 100)
}

/// The address of a picture: the largest of its set, else what it shows when it has loaded.
fn source(dom: &Dom<'_>, id: Id) -> Option<String> {
    let sets = [Name::Srcset, Name::DataSrcset]
        .into_iter()
        .filter_map(|n| dom.attribute(id, n));
    let largest = sets.flat_map(|set| set.split(", ")).filter_map(|entry| {
        let (url, size) = entry.trim().rsplit_once(' ')?;
        let size: f32 = size.trim_end_matches(['w', 'x']).parse().ok()?;
        Some((url.trim(), size))
    });
    let largest = largest.fold(None, |best: Option<(&str, f32)>, this| match best {
        Some(best) if best.1 >= this.1 => Some(best),
        _ => Some(this),
    });
    let single = [Name::DataSrc, Name::DataOriginal, Name::Src]
        .into_iter()
        .filter_map(|n| dom.attribute(id, n));
    let mut all = largest.map(|(url, _)| url).into_iter().chain(single);
    all.find(|url| !url.trim().is_empty() && !url.starts_with("data:"))
        .map(str::to_owned)
}

/// The words of the figure's caption.
fn caption(web: &Web, dom: &Dom<'_>, id: Id) -> Option<String> {
    let figure = dom
        .above(id)
        .take(6)
        .find(|up| dom.node(*up).tag == Tag::Figure)?;
    let caption = dom
        .inside(figure)
        .find(|n| dom.node(*n).tag == Tag::Figcaption)?;
    Some(clean(web, &text_of(dom, caption))).filter(|t| !t.is_empty())
}

/// The addresses that the kept blocks link to, in order, each once.
pub(crate) fn links(
    web: &Web,
    dom: &Dom<'_>,
    marks: &Marks,
    blocks: &Blocks,
    pieces: &[Piece],
    base: Option<&str>,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let kept = pieces.iter().filter(|p| p.verdict == Verdict::Kept);
    for block in kept.map(|p| &blocks.all[p.place]).filter(|b| b.links > 0) {
        // A link may be opened before the block's first words.
        let before = dom.above(block.first).take(3);
        for id in before.chain(block.first..block.last) {
            if dom.node(id).tag != Tag::A || is_silent(dom, marks, id) || out.len() >= MOST {
                continue;
            }
            let href = dom.attribute(id, Name::Href).map(|h| clean(web, h));
            if let Some(url) = href.and_then(|h| address::whole(base, &h))
                && !out.contains(&url)
            {
                out.push(url);
            }
        }
    }
    out
}
