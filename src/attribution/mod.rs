//! Who said what? Cues, sources, contents, how they link, and who the speaker is.
