//! One file a page.

pub(super) mod article;
pub(super) mod claim;
pub(super) mod desk;
pub(super) mod diff;
pub(super) mod evidence;
pub(super) mod export;
pub(super) mod journal;
pub(super) mod report;
pub(super) mod review;
pub(super) mod sign_in;
