package dev.adjoint.array;

/**
 * Counter-based random numbers: every element is a hash of seed, counter and its own position, so that they depend neither
 * on threads nor on what was drawn before, and can be drawn again. The hash is the finalizer of SplitMix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), applied in the manner of Salmon et al., "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011.
 */
public final class Randomness {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Randomness() {}

  /** A hash of both numbers: the seed of an independent stream. */
  public static long mix(long seed, long stream) {
    return scramble(scramble(seed + GOLDEN_GAMMA) + GOLDEN_GAMMA * (stream + 1));
  }

  /** y = numbers evenly distributed in [0, 1). */
  public static void uniform(long seed, NdArray y) {
    switch (y.dtype()) {
      case FLOAT64 -> {
        double[] out = y.doubles();
        for (int i = 0; i < y.size(); i++) {
          out[i] = unit(seed, i);
        }
      }
      case FLOAT32 -> {
        float[] out = y.floats();
        for (int i = 0; i < y.size(); i++) {
          out[i] = (bits(seed, i) >>> 40) * 0x1p-24f;
        }
      }
      case INT32, BOOL -> throw new AssertionError(y.dtype());
    }
  }

  /** y = numbers of the standard normal distribution, by the method of Box and Muller (1958). */
  public static void normal(long seed, NdArray y) {
    switch (y.dtype()) {
      case FLOAT64 -> {
        double[] out = y.doubles();
        for (int i = 0; i < y.size(); i++) {
          out[i] = gaussian(seed, i);
        }
      }
      case FLOAT32 -> {
        float[] out = y.floats();
        for (int i = 0; i < y.size(); i++) {
          out[i] = (float) gaussian(seed, i);
        }
      }
      case INT32, BOOL -> throw new AssertionError(y.dtype());
    }
  }

  private static double gaussian(long seed, int i) {
    double radius = Math.sqrt(-2 * Math.log(1 - unit(seed, 2L * i)));
    return radius * Math.cos(2 * Math.PI * unit(seed, 2L * i + 1));
  }

  private static double unit(long seed, long i) {
    return (bits(seed, i) >>> 11) * 0x1p-53;
  }

  private static long bits(long seed, long i) {
    return scramble(scramble(seed) + GOLDEN_GAMMA * (i + 1));
  }

  private static long scramble(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
