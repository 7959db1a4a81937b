package dev.adjoint.internal.kernel;

/**
 * The vector loops, of which the long ones run as copies with everything inlined, as soon as these are made: at the first use of
 * one of them, by a thread of its own.
 */
final class DoubleLongLoops extends DoubleVectorLoops {

  private static final class Copy {
    private static volatile VectorMath<double[]> loops = new DoubleVectorLoops();

    static {
      Thread.startVirtualThread(Copy::make);
    }

    private Copy() {}

    @SuppressWarnings("unchecked")
    private static void make() {
      loops = (VectorMath<double[]>) Inliner.DOUBLES.copyOf(DoubleVectorLoops.class);
    }
  }

  @Override
  public void log1p(double[] x, double[] y, int from, int to) {
    Copy.loops.log1p(x, y, from, to);
  }

  @Override
  public void tan(double[] x, double[] y, int from, int to) {
    Copy.loops.tan(x, y, from, to);
  }

  @Override
  public void sinh(double[] x, double[] y, int from, int to) {
    Copy.loops.sinh(x, y, from, to);
  }

  @Override
  public void cosh(double[] x, double[] y, int from, int to) {
    Copy.loops.cosh(x, y, from, to);
  }

  @Override
  public void erf(double[] x, double[] y, int from, int to) {
    Copy.loops.erf(x, y, from, to);
  }

  @Override
  public void softplus(double[] x, double[] y, int from, int to) {
    Copy.loops.softplus(x, y, from, to);
  }

  @Override
  public void log2(double[] x, double[] y, int from, int to) {
    Copy.loops.log2(x, y, from, to);
  }

  @Override
  public void log10(double[] x, double[] y, int from, int to) {
    Copy.loops.log10(x, y, from, to);
  }

  @Override
  public void asinh(double[] x, double[] y, int from, int to) {
    Copy.loops.asinh(x, y, from, to);
  }

  @Override
  public void acosh(double[] x, double[] y, int from, int to) {
    Copy.loops.acosh(x, y, from, to);
  }

  @Override
  public void atanh(double[] x, double[] y, int from, int to) {
    Copy.loops.atanh(x, y, from, to);
  }

  @Override
  public void erfc(double[] x, double[] y, int from, int to) {
    Copy.loops.erfc(x, y, from, to);
  }

  @Override
  public void logAddExp(double[] a, double[] b, double[] y, int from, int to) {
    Copy.loops.logAddExp(a, b, y, from, to);
  }

  @Override
  public void pow(double[] a, double[] b, double[] y, int from, int to) {
    Copy.loops.pow(a, b, y, from, to);
  }

  @Override
  public void atan2(double[] y, double[] x, double[] z, int from, int to) {
    Copy.loops.atan2(y, x, z, from, to);
  }

  @Override
  public void sigmoidCrossEntropy(double[] x, double[] t, double[] y, int from, int to) {
    Copy.loops.sigmoidCrossEntropy(x, t, y, from, to);
  }
}
