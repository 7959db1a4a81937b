package dev.adjoint.internal.kernel;

/** {@link VectorMath} with one element at a time. */
final class DoubleScalarLoops implements VectorMath<double[]> {

  @Override
  public void exp(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.exp(x[i]);
    }
  }

  @Override
  public void expm1(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.expm1(x[i]);
    }
  }

  @Override
  public void log(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.log(x[i]);
    }
  }

  @Override
  public void log1p(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.log1p(x[i]);
    }
  }

  @Override
  public void sin(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.sin(x[i]);
    }
  }

  @Override
  public void cos(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.cos(x[i]);
    }
  }

  @Override
  public void tan(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.tan(x[i]);
    }
  }

  @Override
  public void asin(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.asin(x[i]);
    }
  }

  @Override
  public void acos(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.acos(x[i]);
    }
  }

  @Override
  public void atan(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.atan(x[i]);
    }
  }

  @Override
  public void sinh(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.sinh(x[i]);
    }
  }

  @Override
  public void cosh(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.cosh(x[i]);
    }
  }

  @Override
  public void tanh(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.tanh(x[i]);
    }
  }

  @Override
  public void erf(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.erf(x[i]);
    }
  }

  @Override
  public void log2(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.log2(x[i]);
    }
  }

  @Override
  public void log10(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.log10(x[i]);
    }
  }

  @Override
  public void exp2(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.exp2(x[i]);
    }
  }

  @Override
  public void asinh(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.asinh(x[i]);
    }
  }

  @Override
  public void acosh(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.acosh(x[i]);
    }
  }

  @Override
  public void atanh(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.atanh(x[i]);
    }
  }

  @Override
  public void erfc(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.erfc(x[i]);
    }
  }

  @Override
  public void erfInv(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = SpecialMath.erfInv(x[i]);
    }
  }

  @Override
  public void lgamma(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = SpecialMath.lgamma(x[i]);
    }
  }

  @Override
  public void digamma(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = SpecialMath.digamma(x[i]);
    }
  }

  @Override
  public void sigmoid(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.sigmoid(x[i]);
    }
  }

  @Override
  public void softplus(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.softplus(x[i]);
    }
  }

  @Override
  public void logAddExp(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.logAddExp(a[i], b[i]);
    }
  }

  @Override
  public void pow(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.pow(a[i], b[i]);
    }
  }

  @Override
  public void hypot(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.hypot(a[i], b[i]);
    }
  }

  @Override
  public void atan2(double[] y, double[] x, double[] z, int from, int to) {
    for (int i = from; i < to; i++) {
      z[i] = DoubleScalarMath.atan2(y[i], x[i]);
    }
  }

  @Override
  public void sigmoidCrossEntropy(double[] x, double[] t, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = DoubleScalarMath.sigmoidCrossEntropy(x[i], t[i]);
    }
  }
}
