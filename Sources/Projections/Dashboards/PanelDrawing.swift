import EventStore
import PromQL

/// Fills panels by their expressions.
struct PanelDrawing {
    let engine: QueryEngine
    let range: DashboardRange

    /// Series of one panel; the rest is counted.
    private static let seriesLimit = 50

    func data(of panel: Panel) throws -> JSON {
        switch panel.type {
        case .stat:
            guard panel.hasSparkline else { return ["value": try value(of: panel)] }
            return ["value": try value(of: panel), "points": try sparkline(of: panel)]
        case .timeseries: return try chart(of: panel)
        case .heartbeat: return try heartbeat(of: panel)
        case .table: return try table(of: panel)
        case .list, .section: return Self.empty(panel.type, range)
        }
    }

    /// The first series of the first expression.
    func sparkline(of panel: Panel) throws -> JSON {
        guard let target = panel.targets.first, let first = try series(target).first else { return [] }
        return .array(points(of: first.samples).map(JSON.finite))
    }

    /// What a panel without data shows.
    static func empty(_ type: PanelType, _ range: DashboardRange) -> JSON {
        let start = JSON.milliseconds(range.start)
        let step = JSON.double(Double(range.step) / 1000)
        switch type {
        case .stat: return ["value": .null]
        case .table: return ["columns": [], "rows": []]
        case .timeseries: return ["start": start, "step": step, "series": []]
        case .heartbeat: return ["start": start, "step": step, "rows": []]
        case .list, .section: return ["items": []]
        }
    }

    private func value(of panel: Panel) throws -> JSON {
        guard let target = panel.targets.first else { return .null }
        return .finite(try samples(target).first?.value)
    }

    private func chart(of panel: Panel) throws -> JSON {
        let lines = try panel.targets.flatMap { target in
            try series(target).map { (name: Self.name($0.labels, target), points: points(of: $0.samples)) }
        }
        var data = Self.empty(.timeseries, range).object ?? [:]
        data["series"] = .array(
            lines.prefix(Self.seriesLimit).map {
                ["name": .string($0.name), "points": .array($0.points.map(JSON.finite))]
            })
        if lines.count > Self.seriesLimit { data["more"] = .int(lines.count - Self.seriesLimit) }
        return .object(data)
    }

    private func heartbeat(of panel: Panel) throws -> JSON {
        let rows = try panel.targets.flatMap { target in
            try series(target).map { one -> JSON in
                let cells = String(points(of: one.samples).map(Self.cell))
                return ["name": .string(Self.name(one.labels, target)), "cells": .string(cells)]
            }
        }
        var data = Self.empty(.heartbeat, range).object ?? [:]
        data["rows"] = .array(Array(rows.prefix(Self.seriesLimit)))
        return .object(data)
    }

    /// A share of failures as a letter; nothing happened where it is none.
    private static func cell(_ share: Double?) -> Character {
        switch share {
        case let share? where share <= 0: "o"
        case let share? where share >= 1: "x"
        case let share? where share > 0: "m"
        default: "."
        }
    }

    /// A row for each set of labels, a column for each label and each expression.
    private func table(of panel: Panel) throws -> JSON {
        var rows: [Labels: [Double?]] = [:]
        for (index, target) in panel.targets.enumerated() {
            for sample in try samples(target) {
                let labels = Labels(
                    sample.labels.pairs.filter { $0.name != Labels.metricName }.map { ($0.name, $0.value) })
                rows[labels, default: Array(repeating: nil, count: panel.targets.count)][index] = sample.value
            }
        }
        let names = Set(rows.keys.flatMap { $0.pairs.map(\.name) }).sorted()
        let titles = panel.targets.map { $0.legend ?? "value" }
        let cells = rows.sorted { $0.key < $1.key }.prefix(Self.rowLimit).map { labels, values in
            JSON.array(names.map { .string(labels[$0]) } + values.map(JSON.finite))
        }
        return ["columns": .array((names + titles).map(JSON.string)), "rows": .array(cells)]
    }

    private func samples(_ target: Panel.Target) throws -> [(labels: Labels, value: Double)] {
        switch try engine.instant(range.fill(target.expression), at: range.moment) {
        case .vector(let samples): return samples.map { ($0.labels, $0.value) }
        case .scalar(let value, _): return [(labels: [:], value: value)]
        case .string, .matrix: return []
        }
    }

    private func series(_ target: Panel.Target) throws -> [RangeSeries] {
        try engine.range(range.fill(target.expression), from: range.start, to: range.end, step: range.step)
    }

    /// A value for each step, nil where there is none.
    private func points(of samples: Samples) -> [Double?] {
        var points = [Double?](repeating: nil, count: range.count)
        for (time, value) in zip(samples.timestamps, samples.values) where value.isFinite {
            points[Int((time - range.start) / range.step)] = value
        }
        return points
    }

    private static func name(_ labels: Labels, _ target: Panel.Target) -> String {
        guard let legend = target.legend else {
            return labels.pairs.isEmpty ? target.expression : labels.pairs.map(\.value).joined(separator: " ")
        }
        let text = labels.pairs.reduce(legend) { text, label in
            text.replacing("{{\(label.name)}}", with: label.value).replacing("{{ \(label.name) }}", with: label.value)
        }
        // A label that the series lacks is empty, as everywhere in PromQL.
        let words = text.replacing(/{{ ?[A-Za-z_][A-Za-z0-9_]* ?}}/, with: "").split(separator: " ")
        return words.isEmpty ? target.expression : words.joined(separator: " ")
    }

    private static let rowLimit = 200
}

extension JSON {
    /// A number that JSON can hold, to six places; null for every other.
    static func finite(_ value: Double?) -> JSON { value?.isFinite == true ? .rounded(value) : .null }

    static func milliseconds(_ value: Int64) -> JSON {
        .string(Timestamp(nanoseconds: value * 1_000_000).iso8601)
    }
}
