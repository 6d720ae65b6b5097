//! What a policy may exclude, by code.

/// Something found that a policy may exclude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExclusionCode {
    /// Used against the manual.
    Misuse,
    /// Damaged by the mains.
    Voltage,
    /// Moved and set up again without an authorized installer.
    MovedWithoutInstaller,
    /// A seal is broken.
    SealBroken,
    /// The part wears out in use.
    ConsumablePart,
    /// A household unit used in a business.
    CommercialUse,
    /// Opened or repaired by someone else.
    OtherRepairer,
    /// Set up by someone who is not authorized.
    InstallationFault,
    /// Fire, flood, earthquake, lightning.
    NaturalEvent,
}

crate::domain::codes!(ExclusionCode {
    Misuse => "MISUSE", Voltage => "VOLTAGE", MovedWithoutInstaller => "MOVED_WITHOUT_INSTALLER",
    SealBroken => "SEAL_BROKEN", ConsumablePart => "CONSUMABLE_PART", CommercialUse => "COMMERCIAL_USE",
    OtherRepairer => "OTHER_REPAIRER", InstallationFault => "INSTALLATION_FAULT", NaturalEvent => "NATURAL_EVENT",
});

impl ExclusionCode {
    /// A consumable part is paid for; its fitting stays covered. Everything else ends the whole cover.
    pub(super) fn is_for_parts_alone(self) -> bool {
        self == Self::ConsumablePart
    }

    /// Whether it also ends the guarantee of an earlier repair, which covers the work that was done, in whatever
    /// household or business, but nothing that happened to it afterwards.
    pub(super) fn ends_guarantee(self) -> bool {
        !matches!(self, Self::ConsumablePart | Self::CommercialUse | Self::InstallationFault)
    }
}
