/// How a panel looks, and so what shape its data has.
public enum PanelType: String, CaseIterable, Sendable {
    /// One number: `{"value": 1.5}`, null where there is nothing to tell; with a sparkline also `"points": [number or null]`.
    case stat
    /// `{"columns": ["…"], "rows": [[…]]}`, every row as long as the columns.
    case table
    /// `{"start": ISO 8601, "step": seconds, "series": [{"name", "points": [number or null]}]}`.
    case timeseries
    /// `{"start", "step", "rows": [{"name", "cells": "..oomx"}]}`, a letter a step: `.` idle, `o` well, `m` mixed, `x` failed.
    ///
    /// Letters, as there is a row for every tool and a cell for every step: a word takes seven bytes.
    case heartbeat
    /// `{"items": [{…}]}`, the first the most important.
    case list
    /// Not a panel: an object that stands beside the panels under the source's name.
    case section

    /// What Grafana calls the panels that we draw; a row is only a heading and is passed over.
    static let grafanaNames = ["alertlist", "stat", "status-history", "table", "timeseries"]

    /// The shapes that a panel of Grafana's type can show, the first where an expression fills it.
    static func shapes(ofGrafana name: String) -> [PanelType] {
        switch name {
        case "stat": [.stat]
        case "timeseries": [.timeseries]
        case "status-history": [.heartbeat]
        case "table": [.table, .list]
        case "alertlist": [.list]
        default: []
        }
    }
}
