//! The original behind the rendition of a picture.
//!
//! Image servers write what they do to a picture into its address. The grammars are data
//! (`packs/web/renditions.toml`): the first that fits is applied, and its result is read again,
//! for renditions of renditions are common.

mod address;
mod calls;
mod fit;

use risalah_doc::{Image, Operation, Recovery};
use risalah_pack::web::Renditions;
use risalah_pack::web::renditions::{Original, Rule, Sure};

use address::Address;
pub(crate) use calls::calls;

/// Addresses longer than this are not read.
const LONGEST: usize = 8192;
/// Renditions nested deeper than this are not read.
const DEEPEST: usize = 8;

/// The picture at this address, with its original where a grammar gives one.
pub fn image(renditions: &Renditions, url: &str) -> Image {
    let mut image = Image {
        url: url.to_owned(),
        ..Image::default()
    };
    let mut now = url.to_owned();
    for _ in 0..DEEPEST {
        if now.len() > LONGEST {
            break;
        }
        let Some(step) = step(renditions, &now) else {
            break;
        };
        image.operations.extend(step.operations);
        let Some(original) = step.original.filter(|o| *o != now) else {
            break;
        };
        image.recovery = worse(image.recovery, step.recovery);
        now.clone_from(&original);
        image.original = Some(original);
    }
    image
}

/// One grammar applied.
struct Step {
    original: Option<String>,
    recovery: Recovery,
    operations: Vec<Operation>,
}

fn step(renditions: &Renditions, url: &str) -> Option<Step> {
    let address = Address::parse(url)?;
    renditions
        .rules
        .iter()
        .find_map(|rule| apply(renditions, rule, &address))
}

fn apply(renditions: &Renditions, rule: &Rule, address: &Address<'_>) -> Option<Step> {
    let host = address.host;
    if !rule.hosts.is_empty()
        && !rule.hosts.iter().any(|h| {
            host == h
                || (host.ends_with(h.as_str())
                    && (h.starts_with('.') || host[..host.len() - h.len()].ends_with('.')))
        })
    {
        return None;
    }
    let has = |key: &String| address.query.iter().any(|(k, _)| k == key);
    if rule.unless.iter().any(has) {
        return None;
    }
    let fit = fit::path(renditions, rule, &address.segments)?;
    let needed = |need: &String| {
        has(need)
            || fit
                .classes
                .iter()
                .any(|c| renditions.classes[*c].id == *need)
    };
    if !rule.needs.is_empty() && !rule.needs.iter().any(needed) {
        return None;
    }
    let (cut, cut_op) = cut(rule, &fit);
    if !rule.cut.is_empty() && cut.is_none() {
        return None;
    }
    let mut operations = fit.operations.clone();
    operations.extend(cut_op);
    let dropped = address
        .query
        .iter()
        .filter(|(k, _)| rule.query.iter().any(|d| d == k));
    operations.extend(dropped.map(|(k, v)| Operation {
        name: (*k).to_owned(),
        args: vec![address::decoded(v)],
    }));
    let original = match &rule.original {
        Original::None => None,
        Original::Rest => Some(address.tail(&fit.rest)?),
        Original::Base64 => Some(address::base64(&fit.rest)?),
        Original::Query(key) => {
            let (_, value) = address.query.iter().find(|(k, _)| k == key)?;
            Some(address.resolve(&address::decoded(value))?)
        }
        Original::Same => Some(same(rule, address, &fit, cut)),
    };
    let relative = original
        .as_deref()
        .is_some_and(|o| matches!(rule.original, Original::Query(_)) && address.is_own(o));
    let recovery = match rule.recovery {
        Sure::Exact if relative => Recovery::SameHost,
        Sure::Exact => Recovery::Exact,
        Sure::SameHost => Recovery::SameHost,
        Sure::Guess => Recovery::Guess,
    };
    Some(Step {
        original,
        recovery,
        operations,
    })
}

/// The file's name without the ending that a rule cuts, and the cut as an operation.
fn cut(rule: &Rule, fit: &fit::Fit<'_>) -> (Option<String>, Option<Operation>) {
    let Some(file) = fit.rest.last() else {
        return (None, None);
    };
    let Some((stem, ending)) = file.rsplit_once('.') else {
        return (None, None);
    };
    for shape in &rule.cut {
        let starts = stem.match_indices(&shape[..1]).map(|(at, _)| at);
        for at in starts {
            if risalah_pack::web::renditions::fits(shape, &stem[at..]) && at > 0 {
                let operation = Operation {
                    name: "size".to_owned(),
                    args: vec![stem[at + 1..].to_owned()],
                };
                return (Some(format!("{}.{ending}", &stem[..at])), Some(operation));
            }
        }
    }
    (None, None)
}

/// The same address without the segments and query keys that were operations.
fn same(rule: &Rule, address: &Address<'_>, fit: &fit::Fit<'_>, file: Option<String>) -> String {
    let mut segments: Vec<&str> = fit.head.to_vec();
    segments.extend(rule.literal.iter().map(String::as_str));
    segments.extend(&fit.rest);
    if let (Some(file), Some(last)) = (&file, segments.last_mut()) {
        *last = file;
    }
    let kept = address
        .query
        .iter()
        .filter(|(k, _)| rule.keeps && !rule.query.iter().any(|d| d == k));
    let query: Vec<String> = kept
        .map(|(k, v)| {
            if v.is_empty() {
                (*k).to_owned()
            } else {
                format!("{k}={v}")
            }
        })
        .collect();
    let mut out = format!("{}/{}", address.origin, segments.join("/"));
    if !query.is_empty() {
        out.push('?');
        out.push_str(&query.join("&"));
    }
    out
}

/// The less sure of two.
fn worse(a: Option<Recovery>, b: Recovery) -> Option<Recovery> {
    let rank = |r: Recovery| match r {
        Recovery::Exact => 0,
        Recovery::SameHost => 1,
        Recovery::Guess => 2,
    };
    Some(a.filter(|a| rank(*a) > rank(b)).unwrap_or(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::web;

    fn of(url: &str) -> (String, String, String) {
        let image = image(&web().renditions, url);
        let operations: Vec<String> = image
            .operations
            .iter()
            .map(|o| format!("{}({})", o.name, o.args.join(",")))
            .collect();
        (
            image.original.unwrap_or_default(),
            image
                .recovery
                .map_or_else(String::new, |r| format!("{r:?}")),
            operations.join(" "),
        )
    }

    fn check(url: &str, original: &str, recovery: &str, operations: &str) {
        assert_eq!(
            of(url),
            (
                original.to_owned(),
                recovery.to_owned(),
                operations.to_owned()
            ),
            "{url}"
        );
    }

    #[test]
    fn thumbor() {
        check(
            "https://t.example.com/AbC-d_1=/fit-in/300x200/smart/filters:quality(30):format(webp)/https://x.id/foto/a.jpg",
            "https://x.id/foto/a.jpg",
            "Exact",
            "fit(fit-in) size(300x200) smart(smart) quality(30) format(webp)",
        );
        check(
            "https://t.example.com/unsafe/640x0/x.id/foto/a.jpg",
            "https://x.id/foto/a.jpg",
            "Exact",
            "size(640x0)",
        );
        check(
            "https://t.example.com/crop/0x0:800x600/750x500/filters:watermark(https://x.id/w.png,0,0,40):quality(90)/photo/2022/01/12/a.jpeg",
            "/photo/2022/01/12/a.jpeg",
            "Exact",
            "crop(0x0:800x600) size(750x500) watermark(https://x.id/w.png,0,0,40) quality(90)",
        );
    }

    #[test]
    fn thumbor_without_filters() {
        check(
            "https://t.example.com/thumbor/E3Z7nv0iFjl6ztUEK-xF1QWI2rc=/0x146:2040x1214/fit-in/1200x630/cdn.x.id/foto/a.jpg",
            "https://cdn.x.id/foto/a.jpg",
            "Exact",
            "crop(0x146:2040x1214) fit(fit-in) size(1200x630)",
        );
        check(
            "https://t.example.com/thumbor/600x315/https%3A%2F%2Fx.id%2Ffoto%2Fa.jpg",
            "https://x.id/foto/a.jpg",
            "Exact",
            "size(600x315)",
        );
        check(
            "https://x.id/resizer/uUlJCZI02ARoxbrNBueMEztrUE4=/0x5:1600x845/1200x630/cdn.x.id/A.jpg",
            "https://cdn.x.id/A.jpg",
            "Exact",
            "crop(0x5:1600x845) size(1200x630)",
        );
        // What only looks signed is a file's own path.
        check("https://x.id/foto=/a.jpg", "", "", "");
    }

    #[test]
    fn imgproxy() {
        check(
            "https://p.example.com/sig_1/rs:fill:300:400/g:sm/plain/https%3A%2F%2Fx.id%2Fa.jpg@webp",
            "https://x.id/a.jpg",
            "Exact",
            "rs(fill,300,400) g(sm)",
        );
        check(
            "https://p.example.com/sig_1/w:300/aHR0cHM6Ly94LmlkL2EuanBn.webp",
            "https://x.id/a.jpg",
            "Exact",
            "w(300)",
        );
    }

    #[test]
    fn wordpress() {
        check(
            "https://i2.wp.com/x.id/wp-content/uploads/a.jpg?resize=300%2C200&ssl=1",
            "https://x.id/wp-content/uploads/a.jpg",
            "Exact",
            "resize(300,200) ssl(1)",
        );
        check(
            "https://x.id/wp-content/uploads/2022/01/a-b-300x200.jpg",
            "https://x.id/wp-content/uploads/2022/01/a-b.jpg",
            "Guess",
            "size(300x200)",
        );
        check(
            "https://x.files.wordpress.com/2022/01/a.jpg?w=300",
            "https://x.files.wordpress.com/2022/01/a.jpg",
            "SameHost",
            "w(300)",
        );
    }

    #[test]
    fn others() {
        check(
            "https://res.cloudinary.com/demo/image/upload/w_400,h_300,c_fill/v12/a/b.jpg",
            "https://res.cloudinary.com/demo/image/upload/a/b.jpg",
            "SameHost",
            "w(400) h(300) c(fill)",
        );
        check(
            "https://res.cloudinary.com/demo/image/fetch/w_400/https://x.id/a.jpg",
            "https://x.id/a.jpg",
            "Exact",
            "w(400)",
        );
        check(
            "https://x.imgix.net/a.jpg?w=300&auto=format&name=b",
            "https://x.imgix.net/a.jpg?name=b",
            "SameHost",
            "w(300) auto(format)",
        );
        check("https://x.imgix.net/a.jpg?w=300&s=abc", "", "", "");
        check(
            "https://x.id/_next/image?url=%2Ffoto%2Fa.jpg&w=640&q=75",
            "https://x.id/foto/a.jpg",
            "SameHost",
            "w(640) q(75)",
        );
        check(
            "https://b.example.com/dims4/default/1a/2147483647/strip/true/crop/1x1+0+0/resize/3x3/?url=https%3A%2F%2Fx.id%2Fa.jpg",
            "https://x.id/a.jpg",
            "Exact",
            "",
        );
        check(
            "https://x.id/resizer/v2/ABC.jpg?auth=k&width=300",
            "https://x.id/resizer/v2/ABC.jpg?auth=k",
            "SameHost",
            "width(300)",
        );
        check(
            "https://x.id/resizer/s1g=/1200x630/smart/cdn.x.id/foto/a.jpg",
            "https://cdn.x.id/foto/a.jpg",
            "Exact",
            "arc-size(1200x630) smart(smart)",
        );
        check(
            "https://x.id/sites/default/files/styles/large/public/2022-01/a.jpg?itok=k",
            "https://x.id/sites/default/files/2022-01/a.jpg",
            "SameHost",
            "style(large) itok(k)",
        );
        check(
            "https://x.id/system/files/styles/large/private/a.jpg?itok=k",
            "https://x.id/system/files/a.jpg",
            "SameHost",
            "style(large) itok(k)",
        );
        check(
            "https://1.bp.blogspot.com/-a/b/AA/cd/w1200-h630-p-k-no-nu/a.jpg",
            "https://1.bp.blogspot.com/-a/b/AA/cd/s0/a.jpg",
            "SameHost",
            "google(w1200-h630-p-k-no-nu)",
        );
        check("https://1.bp.blogspot.com/-a/b/AA/cd/s0/a.jpg", "", "", "");
        check(
            "https://static.wikia.nocookie.net/x/images/e/e4/A.png/revision/latest/scale-to-width-down/2000?cb=2016",
            "https://static.wikia.nocookie.net/x/images/e/e4/A.png/revision/latest",
            "SameHost",
            "width(2000) cb(2016)",
        );
        check(
            "https://img.example.com/v3/mm/image?q=85&w=1800&url=https%3A%2F%2Fx.id%2Fa.jpg",
            "https://x.id/a.jpg",
            "Exact",
            "q(85) w(1800)",
        );
        check(
            "https://i.guim.co.uk/img/media/1/0_0_1_1/master/1.jpg?width=300&s=abc",
            "",
            "",
            "s(abc)",
        );
        check(
            "https://a.storyblok.com/f/1/2x3/h/a.jpg/m/300x200/filters:quality(60)",
            "https://a.storyblok.com/f/1/2x3/h/a.jpg",
            "SameHost",
            "size(300x200) quality(60)",
        );
    }

    #[test]
    fn nested_to_the_fixpoint() {
        check(
            "https://x.id/cdn-cgi/image/width=300,quality=80/sites/default/files/styles/large/public/a.jpg",
            "https://x.id/sites/default/files/a.jpg",
            "SameHost",
            "width(300) quality(80) style(large)",
        );
    }

    #[test]
    fn what_is_no_rendition_stays() {
        for url in [
            "https://x.id/foto/a.jpg",
            "https://x.id/a.jpg?id=3",
            "not an address",
            "",
            "https://",
            "data:image/png;base64,AAAA",
        ] {
            check(url, "", "", "");
        }
    }

    proptest! {
        #[test]
        fn no_address_panics(url in "(https?://)?([a-z]{1,3}\\.|/|filters:|[(]|[)]|:|%[0-9a-f]|\\?|=|&|unsafe|300x200|plain|\\PC){0,40}") {
            let _ = image(&web().renditions, &url);
        }
    }
}
