import Testing

@testable import Reports

struct HistogramTests {
  @Test func `a fixed histogram puts every edge into the bin that starts there`() {
    for bins in 1...12 {
      let histogram = FixedHistogram(range: 0...Double(bins), bins: bins)
      for edge in 0..<bins {
        #expect(histogram.bin(of: Double(edge)) == edge)
        #expect(histogram.bin(of: Double(edge) + 0.999) == edge)
      }
      #expect(histogram.bin(of: Double(bins)) == bins - 1)
      #expect(histogram.bin(of: -3) == 0)
      #expect(histogram.bin(of: 1e300) == bins - 1)
      #expect(histogram.bin(of: .nan) == nil)
      #expect(histogram.bin(of: .infinity) == nil)
    }
  }

  @Test func `numbers that are not finite spoil no mean`() {
    var histogram = FixedHistogram(range: 0...1, bins: 4)
    for value in [0.25, .nan, 0.75, .infinity] as [Float] { histogram.add(value) }
    #expect(histogram.notFinite == 2)
    #expect(histogram.histogram.total == 2)
    #expect(histogram.histogram.mean == 0.5)
    #expect(histogram.histogram.counts == [0, 1, 0, 1])
  }

  @Test func `a grid histogram depends on its values and not on their order`() {
    var random = SplitMix(seed: 4)
    for round in 0..<50 {
      let scale = Double(1 << (round % 20))
      let values = (0..<200).map { _ in (Double(random.unit()) - 0.4) * scale }
      var forward = GridHistogram(binWidth: 0.25, binsMax: 16)
      var shuffled = forward
      values.forEach { forward.add($0) }
      values.shuffled(using: &random).forEach { shuffled.add($0) }
      #expect(forward.histogram.counts == shuffled.histogram.counts, "round \(round)")
      #expect(forward.histogram.start == shuffled.histogram.start, "round \(round)")
      #expect(forward.histogram.counts.count <= 16)
      #expect(forward.histogram.counts.reduce(0, +) == values.count)
      let numbers = forward.histogram
      for (bin, count) in numbers.counts.enumerated() {
        let low = numbers.start + Double(bin) * numbers.binWidth
        let expected = values.count { $0 >= low && $0 < low + numbers.binWidth }
        #expect(count == expected, "round \(round), bin \(bin)")
      }
    }
  }

  @Test func `the median lies between the two numbers that are told, a bin apart at most`() throws {
    var random = SplitMix(seed: 9)
    for count in 1...60 {
      let values = (0..<count).map { _ in random.unit() * random.unit() }
      var fixed = FixedHistogram(range: 0...1, bins: 50)
      var grid = GridHistogram(binWidth: 0.01, binsMax: 16)
      var whole = GridHistogram(binWidth: 1, binsMax: 16)
      for value in values {
        fixed.add(value)
        grid.add(Double(value))
        whole.add((Double(value) * 90).rounded())
      }
      let middle = Double(values.sorted()[(count - 1) / 2])
      for histogram in [fixed.histogram, grid.histogram] {
        let median = try #require(histogram.median())
        #expect(median.lowerBound - 1e-9 <= middle && middle <= median.upperBound + 1e-9)
        #expect(median.upperBound - median.lowerBound <= histogram.binWidth + 1e-9)
      }
      let median = try #require(whole.histogram.median(ofWhole: true))
      #expect(median.contains((middle * 90).rounded()))
      #expect(median.upperBound - median.lowerBound <= whole.histogram.binWidth - 1)
    }
    #expect(FixedHistogram(range: 0...1, bins: 3).histogram.median() == nil)
  }

  @Test func `edges of bins are the decimals that they stand for`() {
    for (range, bins, step) in [(0...1, 100, 10), (-1...1, 400, 5), (0...2, 1000, 2)]
      as [(ClosedRange<Double>, Int, Int)]
    {
      let histogram = FixedHistogram(range: range, bins: bins)
      for bin in 0...bins {
        let thousandths = Int(range.lowerBound) * 1000 + bin * step
        #expect(histogram.edge(of: bin) == Double(thousandths) / 1000)
      }
    }
  }

  @Test func `trimming drops empty ends only and keeps the edges in place`() {
    let histogram = Histogram(
      start: 1, binWidth: 0.5, counts: [0, 0, 3, 0, 1, 0], total: 4, mean: 2, smallest: 2,
      largest: 3)
    #expect(histogram.trimmed.counts == [3, 0, 1])
    #expect(histogram.trimmed.start == 2)
    #expect(histogram.trimmed.end == 3.5)
  }
}
