import Access
import Testing

@Suite("A network")
struct NetworkTests {
    @Test("holds the addresses that share its first bits", arguments: 0...32)
    func version4(length: Int) throws {
        let bits = length == 0 ? 0 : UInt32.max << UInt32(32 - length)
        let base: UInt32 = 0xC0A8_7F55 & bits
        let network = try #require(Network("\(text(base))/\(length)"))
        #expect(network.contains(try #require(NetworkAddress(text(base | ~bits)))))
        #expect(network.contains(try #require(NetworkAddress(text(base)))))
        if length > 0 {
            let outside = base ^ 1 << UInt32(32 - length)
            #expect(!network.contains(try #require(NetworkAddress(text(outside)))))
        }
    }

    private func text(_ value: UInt32) -> String {
        "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
    }

    @Test("of IPv6 is told from IPv4, and a mapped address counts as IPv4")
    func version6() throws {
        let every4 = try #require(Network("0.0.0.0/0"))
        let every6 = try #require(Network("::/0"))
        let mapped = try #require(NetworkAddress("::ffff:192.0.2.1"))
        let real = try #require(NetworkAddress("2001:db8::1"))
        #expect(every4.contains(mapped) && !every6.contains(mapped))
        #expect(every6.contains(real) && !every4.contains(real))
        #expect(try #require(Network("2001:db8::/33")).contains(real))
        #expect(try #require(Network("2001:db8:8000::/33")).contains(real) == false)
        #expect("\(try #require(NetworkAddress("fe80::1%eth0")))" == "fe80::1")
    }

    @Test(
        "that is no network is refused",
        arguments: [
            "", "/", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08888", "10.0.0.1/8",
            "10.0.0/8", "010.0.0.0/8", "10.0.0.0/8/8", "::/129", "::1/64", "fe80::%eth0/64", "example.org",
            "10.0.0.0 /8",
            "10.0.0.0\0/8",
        ])
    func faults(text: String) { #expect(Network(text) == nil) }

    @Test("limits count an IPv6 subscriber as one, whatever the address within the /64")
    func limitKeys() {
        #expect(NetworkAddress("192.0.2.7")?.limitKey == "192.0.2.7")
        #expect(NetworkAddress("2001:db8:1:2:3:4:5:6")?.limitKey == "2001:db8:1:2::/64")
        #expect(NetworkAddress("2001:db8:1:2::9")?.limitKey == "2001:db8:1:2::/64")
    }
}
