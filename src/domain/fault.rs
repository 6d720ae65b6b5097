//! Faults of values that someone typed: which field, what is wrong, how to mend it. All are collected before any is told.

use std::borrow::Cow;

/// What is wrong with a value. The text in each language is the message `fault-…`.
#[expect(missing_docs, reason = "each code is explained by its message")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultCode {
    /// The text of a message cannot be read.
    TemplateUnreadable,
    /// It names a value that the message does not have.
    VariableUnknown,
    /// It lacks a value without which the message is of no use.
    VariableMissing,
    /// It costs more SMS parts than a message may.
    TooManyParts,
    Required,
    TooLong,
    TooShort,
    TooMany,
    NotAllowed,
    Unknown,
    Malformed,
    OutOfRange,
    PhoneInvalid,
    CannotReceiveSms,
    LatitudeOutOfRange,
    LongitudeOutOfRange,
    WindowEndsBeforeStart,
    WindowInPast,
    ModelUnknown,
    BrandUnknown,
    CategoryUnknown,
    FaultUnknown,
    FaultRequired,
    FaultOfOtherCategory,
    ProductRequired,
    PlaceUnknown,
    PlaceAmbiguous,
    ProvinceUnknown,
    PostalCodeInvalid,
    DateInFuture,
    DateOrder,
    DateInPast,
    ZoneUnknown,
    ReasonUnknown,
    PolygonCrossesItself,
    PolygonNotClosed,
    GeometryUnsupported,
    HoursMalformed,
    SkillMalformed,
    SkillUnknown,
    EquipmentUnknown,
    AgentUnknown,
    RoleUnknown,
    PasswordTooWeak,
    PasswordWrong,
    PasswordDiffers,
    UsernameTaken,
    Duplicate,
    CustomerUnknown,
    CustomerAmbiguous,
    RequestUnknown,
    JobUnknown,
    ComplaintUnknown,
    UserUnknown,
    TechnicianUnknown,
    CodeWrong,
    OneTimeCodeWrong,
    BidiControl,
    UnknownField,
    WrongType,
    MissingField,
    PatternInvalid,
    SerialMalformed,
    NotUtf8,
    FileTooLarge,
    PolicyContradicts,
    SlotHoldOver,
    SlotHoldDiffers,
    UnitUnknown,
    DuplicateChain,
    DuplicateOriginal,
    OtherMatter,
    RequestCancelled,
    PartUnknown,
    PartOtherModel,
    PartSuperseded,
    PartRound,
    StockShort,
    StockPlaceUnknown,
    StockMoveUnfit,
    OutsideHours,
    AttemptsMissing,
    PhotoUnreadable,
    PictureTooLarge,
    RangeIncomparable,
    RangeReversed,
    /// Something that the customer has to be told is not said to be told.
    Unconfirmed,
    /// Something to look at was not seen yet.
    Unread,
    /// Nobody would be left who looks after users and policies.
    LastAdministrator,
    /// An administrator limited to provinces.
    AdministratorLimited,
    /// The file is another than the one that was checked.
    FileUntried,
    /// Nobody could say why any more.
    LastReason,
    /// Links and pages give the reason themselves.
    ReasonNeeded,
    /// No position can be read out of it.
    PositionUnreadable,
    /// A link that does not name the position to which it leads.
    PositionHidden,
    /// The position is in another part of the country than the city.
    PositionFar,
}

super::codes!(FaultCode {
    TemplateUnreadable => "template_unreadable", VariableUnknown => "variable_unknown",
    VariableMissing => "variable_missing", TooManyParts => "too_many_parts",
    Required => "required", TooLong => "too_long", TooShort => "too_short", TooMany => "too_many",
    NotAllowed => "not_allowed", Unknown => "unknown", Malformed => "malformed", OutOfRange => "out_of_range",
    PhoneInvalid => "phone_invalid", CannotReceiveSms => "cannot_receive_sms",
    LatitudeOutOfRange => "latitude_out_of_range", LongitudeOutOfRange => "longitude_out_of_range",
    WindowEndsBeforeStart => "window_ends_before_start", WindowInPast => "window_in_past",
    ModelUnknown => "model_unknown", BrandUnknown => "brand_unknown", CategoryUnknown => "category_unknown",
    FaultUnknown => "fault_unknown", FaultRequired => "fault_required",
    FaultOfOtherCategory => "fault_of_other_category", ProductRequired => "product_required",
    PlaceUnknown => "place_unknown", PlaceAmbiguous => "place_ambiguous", ProvinceUnknown => "province_unknown",
    PostalCodeInvalid => "postal_code_invalid", DateInFuture => "date_in_future", DateOrder => "date_order",
    DateInPast => "date_in_past", ZoneUnknown => "zone_unknown", ReasonUnknown => "reason_unknown",
    PolygonCrossesItself => "polygon_crosses_itself", PolygonNotClosed => "polygon_not_closed",
    GeometryUnsupported => "geometry_unsupported", HoursMalformed => "hours_malformed",
    SkillMalformed => "skill_malformed", SkillUnknown => "skill_unknown",
    EquipmentUnknown => "equipment_unknown", AgentUnknown => "agent_unknown", RoleUnknown => "role_unknown",
    PasswordTooWeak => "password_too_weak", PasswordWrong => "password_wrong",
    PasswordDiffers => "password_differs", UsernameTaken => "username_taken", Duplicate => "duplicate",
    CustomerUnknown => "customer_unknown", CustomerAmbiguous => "customer_ambiguous",
    RequestUnknown => "request_unknown", JobUnknown => "job_unknown", ComplaintUnknown => "complaint_unknown",
    UserUnknown => "user_unknown", TechnicianUnknown => "technician_unknown", CodeWrong => "code_wrong",
    OneTimeCodeWrong => "one_time_code_wrong", BidiControl => "bidi_control",
    UnknownField => "unknown_field", WrongType => "wrong_type", MissingField => "missing_field",
    PatternInvalid => "pattern_invalid", SerialMalformed => "serial_malformed",
    NotUtf8 => "not_utf8", FileTooLarge => "file_too_large",
    PolicyContradicts => "policy_contradicts",
    SlotHoldOver => "slot_hold_over", SlotHoldDiffers => "slot_hold_differs",
    UnitUnknown => "unit_unknown", DuplicateChain => "duplicate_chain", DuplicateOriginal => "duplicate_original",
    OtherMatter => "other_matter", RequestCancelled => "request_cancelled",
    PartUnknown => "part_unknown", PartOtherModel => "part_other_model", PartSuperseded => "part_superseded",
    PartRound => "part_round", StockShort => "stock_short", StockPlaceUnknown => "stock_place_unknown",
    StockMoveUnfit => "stock_move_unfit",
    OutsideHours => "outside_hours", AttemptsMissing => "attempts_missing",
    PhotoUnreadable => "photo_unreadable", PictureTooLarge => "picture_too_large",
    RangeIncomparable => "range_incomparable", RangeReversed => "range_reversed",
    Unconfirmed => "unconfirmed", Unread => "unread",
    LastAdministrator => "last_administrator", AdministratorLimited => "administrator_limited", FileUntried => "file_untried",
    LastReason => "last_reason", ReasonNeeded => "reason_needed",
    PositionUnreadable => "position_unreadable", PositionHidden => "position_hidden",
    PositionFar => "position_far",
});

/// One fault: the dotted path of the field, what is wrong, and the figure or value that the message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Dotted path, such as `items.0.fault.code`.
    pub field: Cow<'static, str>,
    /// What is wrong.
    pub code: FaultCode,
    /// What the message mentions: a limit, the allowed values, the value found. Empty when there is nothing to mention.
    pub about: Cow<'static, str>,
}

/// Faults collected while a whole input is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Notes a fault of `field`.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, code: FaultCode) {
        self.add_about(field, code, "");
    }

    /// Notes a fault whose message mentions `about`.
    pub fn add_about(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        code: FaultCode,
        about: impl Into<Cow<'static, str>>,
    ) {
        self.0.push(Fault { field: field.into(), code, about: about.into() });
    }

    /// Unwraps a result, noting its fault under `field`.
    pub fn take<T>(&mut self, field: impl Into<Cow<'static, str>>, result: Result<T, FaultCode>) -> Option<T> {
        result.map_err(|code| self.add(field, code)).ok()
    }

    /// Whether something is wrong with a field.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok(value)` when nothing is wrong.
    ///
    /// # Errors
    /// The collected faults.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}
