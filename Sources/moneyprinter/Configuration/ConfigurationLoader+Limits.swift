import EventStore
import Projections

// What [limits] has besides plain settings: the costs of tools, limits of the operator's own, and quotas.
extension ConfigurationLoader {
    static let costsKey = "costs"
    static let policiesKey = "policies"
    static let quotasKey = "quotas"

    /// Whether the key of [limits] was one of these.
    mutating func takeLimit(_ key: String, _ value: Written) -> Bool {
        switch key {
        case Self.costsKey: takeCosts(value)
        case Self.policiesKey: takePolicies(value)
        case Self.quotasKey: takeQuotas(value)
        default: return false
        }
        return true
    }

    /// Whether there are such tools is asked where tools are known.
    private mutating func takeCosts(_ value: Written) {
        guard case .table(let entries) = value else {
            return report(["limits", Self.costsKey], "[limits] costs", "is \(value.shown): allowed is a table")
        }
        let form = Form<Int>.integer(RateLimits.costRange)
        for (tool, written) in entries.sorted(by: { $0.key < $1.key }) {
            do {
                configuration.limits.costs[tool] = try form.read(written)
            } catch {
                let fault = "is \(written.shown): allowed is \(form.expected)"
                report(["limits", Self.costsKey, tool], "[limits.costs] \(tool)", fault)
            }
        }
    }

    private mutating func takePolicies(_ value: Written) {
        let (root, label) = (["limits", Self.policiesKey], "[[limits.policies]]")
        guard case .list(let entries) = value else {
            return report(root, label, "is \(value.shown): allowed is \(label)")
        }
        for (index, entry) in entries.enumerated() {
            let path = root + ["\(index)"]
            guard case .table(let fields) = entry else {
                report(path, label, "is \(entry.shown): allowed is a table")
                continue
            }
            guard let record = record(fields, Field.all, LimitRecord(), at: path, label) else { continue }
            if configuration.limits.own.contains(where: { $0.name == record.name }) {
                report(path, label, "has a second policy '\(record.name)'")
            }
            configuration.limits.own.append(record.policy)
        }
        if configuration.limits.policies.policies.count > RateLimits.policyLimit {
            report(root, label, "make more than \(RateLimits.policyLimit) policies with the published ones")
        }
    }

    /// The tables in it are roles; each begins with what the others have.
    private mutating func takeQuotas(_ value: Written) {
        let path = ["limits", Self.quotasKey]
        guard case .table(let entries) = value else {
            return report(path, "[limits] quotas", "is \(value.shown): allowed is a table")
        }
        var plain: [String: Written] = [:]
        var roles: [String: [String: Written]] = [:]
        for (key, entry) in entries {
            if case .table(let fields) = entry { roles[key] = fields } else { plain[key] = entry }
        }
        guard let base = record(plain, Field.all, QuotaRecord(), at: path, "[limits.quotas]") else { return }
        configuration.limits.quotas = base
        for (role, fields) in roles.sorted(by: { $0.key < $1.key }) {
            let label = "[limits.quotas.\(role)]"
            configuration.limits.roleQuotas[role] = record(fields, Field.all, base, at: path + [role], label)
        }
    }
}
