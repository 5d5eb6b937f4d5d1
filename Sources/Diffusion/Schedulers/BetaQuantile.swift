import Glibc

/// The quantile of the symmetric beta distribution with both shapes `shape`: `scipy.stats.beta.ppf(p, shape, shape)`.
func betaQuantile(_ p: Double, shape: Double) -> Double {
    if p <= 0 { return 0 }
    if p >= 1 { return 1 }
    // Symmetry keeps the search where the distribution function is known to full relative precision.
    if p > 0.5 { return 1 - betaQuantile(1 - p, shape: shape) }
    var (low, high) = (0.0, 0.5)
    while true {
        let middle = (low + high) / 2
        if middle <= low || middle >= high { return middle }
        if betaDistribution(middle, shape: shape) < p { low = middle } else { high = middle }
    }
}

/// The regularised incomplete beta function for equal shapes and x up to one half, by its power series.
///
/// I(x) = x^a (1 - x)^a / (a B(a, a)) * (1 + sum of (2a)(2a + 1)…/((a + 1)(a + 2)…) x^n)
private func betaDistribution(_ x: Double, shape a: Double) -> Double {
    var (term, sum, n) = (1.0, 1.0, 0.0)
    repeat {
        term *= (2 * a + n) / (a + 1 + n) * x
        sum += term
        n += 1
    } while term > sum * 1e-17
    let normalizer = tgamma(2 * a) / (tgamma(a) * tgamma(a))
    return pow(x * (1 - x), a) / a * normalizer * sum
}
