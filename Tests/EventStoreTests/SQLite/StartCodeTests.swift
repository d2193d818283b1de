import Testing

@testable import EventStore

@Suite("Code that only the start needed")
struct StartCodeTests {
    @Test("is what is executed from files, and nothing that was written to")
    func ranges() {
        let maps = """
            5581e2a00000-5581e2c00000 r--p 00000000 fe:00 42   /opt/a program
            5581e2c00000-5581e4600000 r-xp 00200000 fe:00 42   /opt/a program
            5581e4600000-5581e4700000 rw-p 01c00000 fe:00 42   /opt/a program
            5581e4700000-5581e4800000 rw-p 00000000 00:00 0    [heap]
            7f0000000000-7f0000100000 rwxp 00000000 fe:00 43   /lib/written.so
            7f0000100000-7f0000200000 r-xp 00000000 00:00 0
            7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0    [vdso]
            """
        #expect(StartCode.ranges(maps) == [0x5581_e2c0_0000..<0x5581_e460_0000])
        #expect(StartCode.ranges("").isEmpty && StartCode.ranges("nonsense r-xp 0 0 0 /x").isEmpty)
    }

    @Test("can be let go of while it runs")
    func letGo() {
        StartCode.letGo()
        StartCode.letGo()
        #expect([3, 1, 2].sorted() == [1, 2, 3])
    }
}
