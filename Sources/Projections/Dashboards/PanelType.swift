/// How a panel looks, and so what shape its data has.
public enum PanelType: String, CaseIterable, Sendable {
    /// One number: `{"value": 1.5}`, null where there is nothing to tell.
    case stat
    /// `{"columns": ["…"], "rows": [[…]]}`, every row as long as the columns.
    case table
    /// `{"start": ISO 8601, "step": seconds, "series": [{"name", "points": [number or null]}]}`.
    case timeseries
    /// `{"start", "step", "rows": [{"name", "cells": ["idle" | "ok" | "mixed" | "error"]}]}`, a cell a step.
    case heartbeat
    /// `{"items": [{…}]}`, the first the most important.
    case list
    /// Not a panel: an object that stands beside the panels under the source's name.
    case section
}
