import Access
import EventStore
import Glibc
import Projections
import Synchronization

func cpu() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
}

func measure(_ name: String, _ count: Int, _ body: (Int) -> Void) {
    body(0)
    let start = cpu()
    for index in 0..<count { body(index) }
    print(name, (cpu() - start) / Double(count) * 1e6, "us")
}

@main struct AccessBench {
    static func main() async throws {
        let limits = Mutex(RateLimits())
        limits.withLock {
            $0.set(
                LimitPoliciesSet(
                    policies: LimitPolicy.published + [
                        LimitPolicy(name: "tool", scope: .principalTool, quota: 30, window: 60),
                        LimitPolicy(name: "ip", scope: .address, quota: 300, window: 60),
                    ], costs: ["create_video": 5]))
        }
        let names = (0..<1000).map { "principal number \($0)" }
        let connections = (0..<1000).map { "connection-\($0)" }
        var admitted = 0
        measure("admit (published + tool + ip), mostly admitted", 300_000) { i in
            let demand = LimitDemand(
                principal: names[i % 1000], role: "user", connection: connections[i % 1000], address: "10.1.2.3", tool: "create_video",
                units: 1)
            let time = Timestamp(nanoseconds: 1_767_225_600_000_000_000 + Int64(i) * 200_000_000)
            if limits.withLock({ $0.admit(demand, at: time) }).isAdmitted { admitted += 1 }
        }
        measure("admit (published only)", 300_000) { i in
            let demand = LimitDemand(principal: names[i % 1000], role: "user", connection: connections[i % 1000])
            let time = Timestamp(nanoseconds: 1_867_225_600_000_000_000 + Int64(i) * 200_000_000)
            if limits.withLock({ $0.admit(demand, at: time) }).isAdmitted { admitted += 1 }
        }
        print("admitted", admitted)
        var random = SystemRandomNumberGenerator()
        let key = APIKey(using: &random)
        let verifier = KeyVerifier(pepper: Pepper([UInt8](repeating: 3, count: 32))!)
        let keys = [key.id: KeyRecord(id: key.id, name: "ann", role: "user", mac: verifier.pepper.mac(of: key))]
        let text = key.revealed
        let home = NetworkAddress("10.0.0.1")
        measure("API key", 100_000) { _ in
            guard case .success = verifier.verify(text, from: home, at: 0, in: keys) else { fatalError() }
        }
        let policy = RolePolicy()
        let ann = Principal(id: "ann", role: "user", credential: .local)
        measure("decision", 300_000) { _ in
            if !policy.decide(ann, .call(tool: "create_video")).isPermitted { fatalError() }
        }
        try await more()
    }
}
