//! From pages, feeds and files to the clean article.
