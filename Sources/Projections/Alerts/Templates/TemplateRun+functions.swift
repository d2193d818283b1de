import EventStore
import Foundation
import PromQL

extension TemplateRun {
    static let functions: Set<String> = [
        "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "print", "printf", "println", "html",
        "urlquery", "query", "first", "label", "value", "strvalue", "sortByLabel", "args", "title", "toUpper",
        "toLower",
        "match", "reReplaceAll", "safeHtml", "stripPort", "stripDomain", "humanize", "humanize1024",
        "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "parseDuration", "externalURL", "pathPrefix",
        "graphLink", "tableLink", "toJson",
    ]

    func call(_ name: String, _ arguments: [TemplateValue]) throws(Fault) -> TemplateValue {
        switch name {
        case "and": return arguments.first { !$0.isTrue } ?? arguments.last ?? .none
        case "or": return arguments.first { $0.isTrue } ?? arguments.last ?? .none
        case "not": return .bool(try !argument(arguments, 0, name).isTrue)
        case "eq":
            let first = try argument(arguments, 0, name)
            for other in arguments.dropFirst() where try Self.order(first, other) == 0 { return .bool(true) }
            return .bool(false)
        case "ne", "lt", "le", "gt", "ge": return .bool(try compare(name, arguments))
        case "len": return .whole(try argument(arguments, 0, name).count ?? 0)
        case "index": return try index(arguments)
        case "print", "html", "urlquery", "safeHtml": return .string(arguments.map(\.text).joined())
        case "println": return .string(arguments.map(\.text).joined(separator: " ") + "\n")
        case "toJson": return .string(JSON.string(try argument(arguments, 0, name).text).text)
        case "printf": return .string(GoText.formatted(try text(arguments, 0, name), Array(arguments.dropFirst())))
        case "externalURL", "pathPrefix", "graphLink", "tableLink": return .string(data.externalURL)
        case "query", "first", "label", "value", "strvalue", "sortByLabel", "args":
            return try ask(name, arguments)
        case "title", "toUpper", "toLower", "match", "reReplaceAll", "stripPort", "stripDomain":
            return try change(name, arguments)
        default: return try humanize(name, try number(arguments, 0, name))
        }
    }

    private func argument(_ arguments: [TemplateValue], _ place: Int, _ name: String) throws(Fault) -> TemplateValue {
        guard arguments.indices.contains(place) else { throw Fault(description: "\(name) wants more arguments") }
        return arguments[place]
    }

    private func text(_ arguments: [TemplateValue], _ place: Int, _ name: String) throws(Fault) -> String {
        guard case .string(let text) = try argument(arguments, place, name) else {
            throw Fault(description: "\(name) wants a string")
        }
        return text
    }

    private func number(_ arguments: [TemplateValue], _ place: Int, _ name: String) throws(Fault) -> Double {
        if name == "parseDuration", case .string(let text) = try argument(arguments, place, name) {
            guard let time = try? DurationText.parse(text) else { throw Fault(description: "not a duration: \(text)") }
            return Double(time) / 1000
        }
        guard let number = try argument(arguments, place, name).double else {
            throw Fault(description: "\(name) wants a number")
        }
        return number
    }

    private func compare(_ name: String, _ arguments: [TemplateValue]) throws(Fault) -> Bool {
        let order = try Self.order(try argument(arguments, 0, name), try argument(arguments, 1, name))
        switch name {
        case "ne": return order != 0
        case "lt": return order == -1
        case "le": return order == -1 || order == 0
        case "gt": return order == 1
        default: return order == 1 || order == 0
        }
    }

    /// -1, 0 or 1; 2 for NaN.
    private static func order(_ left: TemplateValue, _ right: TemplateValue) throws(Fault) -> Int {
        switch (left, right) {
        case (.string(let one), .string(let other)): return one == other ? 0 : one < other ? -1 : 1
        case (.bool(let one), .bool(let other)): return one == other ? 0 : 2
        case (.number(let one), .number(let other)): return one == other ? 0 : one < other ? -1 : one > other ? 1 : 2
        case (.whole(let one), .whole(let other)): return one == other ? 0 : one < other ? -1 : 1
        default: throw Fault(description: "incompatible types for comparison")
        }
    }

    private func index(_ arguments: [TemplateValue]) throws(Fault) -> TemplateValue {
        switch (try argument(arguments, 0, "index"), try argument(arguments, 1, "index")) {
        case (.map(let map), .string(let key)): return .string(map[key] ?? "")
        case (.list(let list), .string(let key)): return list[key] ?? .none
        case (.array(let items), .whole(let place)):
            guard items.indices.contains(place) else { throw Fault(description: "index out of range: \(place)") }
            return items[place]
        case (.samples(let samples), .whole(let place)):
            guard samples.indices.contains(place) else { throw Fault(description: "index out of range: \(place)") }
            return .sample(samples[place])
        default: throw Fault(description: "index wants a map and a string, or samples and a number")
        }
    }

    private func ask(_ name: String, _ arguments: [TemplateValue]) throws(Fault) -> TemplateValue {
        if name == "args" {
            return .list(Dictionary(uniqueKeysWithValues: arguments.enumerated().map { ("arg\($0)", $1) }))
        }
        if name == "query" {
            let text = try text(arguments, 0, name)
            do { return .samples(try data.query(text)) } catch { throw Fault(description: "query: \(error)") }
        }
        switch (name, try argument(arguments, arguments.count - 1, name)) {
        case ("first", .samples(let samples)):
            guard let first = samples.first else {
                throw Fault(description: "first() called on vector with no elements")
            }
            return .sample(first)
        case ("label", .sample(let sample)): return .string(sample.labels[try text(arguments, 0, name)])
        case ("value", .sample(let sample)): return .number(sample.value)
        case ("strvalue", .sample(let sample)): return .string(sample.labels["__value__"])
        case ("sortByLabel", .samples(let samples)):
            let key = try text(arguments, 0, name)
            return .samples(samples.sorted { $0.labels[key] < $1.labels[key] })
        default: throw Fault(description: "\(name) wants samples")
        }
    }

    private func change(_ name: String, _ arguments: [TemplateValue]) throws(Fault) -> TemplateValue {
        let text = try text(arguments, arguments.count - 1, name)
        switch name {
        case "title":
            var isStart = true
            return .string(
                String(
                    text.map { character in
                        defer { isStart = !(character.isLetter || character.isNumber || character == "_") }
                        return isStart ? Character(character.uppercased()) : character
                    }))
        case "toUpper": return .string(text.uppercased())
        case "toLower": return .string(text.lowercased())
        case "stripPort":
            let host = text.hasSuffix("]") ? text[...] : text.lastIndex(of: ":").map { text[..<$0] } ?? text[...]
            return .string(String(host))
        case "stripDomain": return .string(String(text.prefix { $0 != "." }))
        default: return try matching(name, arguments, text)
        }
    }

    /// Regular expressions match anywhere.
    private func matching(_ name: String, _ arguments: [TemplateValue], _ text: String) throws(Fault) -> TemplateValue {
        let pattern = try self.text(arguments, 0, name)
        if name == "match" {
            guard let matcher = try? Matcher("text", .matches, "(?s:.*)(?:\(pattern))(?s:.*)") else {
                throw Fault(description: "bad pattern: \(pattern)")
            }
            return .bool(matcher.matches(text))
        }
        guard pattern.utf8.count <= 1000, let expression = try? Regex(pattern) else {
            throw Fault(description: "bad pattern: \(pattern)")
        }
        let replacement = try self.text(arguments, 1, name)
        return .string(
            text.replacing(expression) { match in
                (0..<match.output.count).reversed().reduce(replacement) { result, place in
                    let group = match.output[place].substring.map(String.init) ?? ""
                    return result.replacing("${\(place)}", with: group).replacing("$\(place)", with: group)
                }
            })
    }

    private func humanize(_ name: String, _ value: Double) throws(Fault) -> TemplateValue {
        switch name {
        case "humanize": return .string(Humanize.decimal(value))
        case "humanize1024": return .string(Humanize.binary(value))
        case "humanizeDuration": return .string(Humanize.duration(value))
        case "humanizePercentage": return .string(GoText.four(value * 100) + "%")
        case "humanizeTimestamp": return .string(Humanize.timestamp(value))
        case "parseDuration": return .number(value)
        default: throw Fault(description: "function \"\(name)\" not defined")
        }
    }
}
