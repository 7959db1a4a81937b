package dev.adjoint.internal.kernel;

import static dev.adjoint.internal.kernel.DoubleVectorMath.LANES;
import static dev.adjoint.internal.kernel.DoubleVectorMath.load;

/**
 * {@link VectorMath} with as many elements at a time as a vector of the machine holds; those that fill no vector are computed one
 * by one.
 */
class DoubleVectorLoops implements VectorMath<double[]> {
  private static final VectorMath<double[]> ONE_BY_ONE = new DoubleScalarLoops();

  @Override
  public void exp(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.exp(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.exp(x, y, i, to);
  }

  @Override
  public void expm1(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.expm1(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.expm1(x, y, i, to);
  }

  @Override
  public void log(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.log(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.log(x, y, i, to);
  }

  @Override
  public void log1p(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.log1p(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.log1p(x, y, i, to);
  }

  @Override
  public void sin(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.sin(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.sin(x, y, i, to);
  }

  @Override
  public void cos(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.cos(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.cos(x, y, i, to);
  }

  @Override
  public void tan(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.tan(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.tan(x, y, i, to);
  }

  @Override
  public void asin(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.asin(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.asin(x, y, i, to);
  }

  @Override
  public void acos(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.acos(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.acos(x, y, i, to);
  }

  @Override
  public void atan(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.atan(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.atan(x, y, i, to);
  }

  @Override
  public void sinh(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.sinh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.sinh(x, y, i, to);
  }

  @Override
  public void cosh(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.cosh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.cosh(x, y, i, to);
  }

  @Override
  public void tanh(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.tanh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.tanh(x, y, i, to);
  }

  @Override
  public void erf(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.erf(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.erf(x, y, i, to);
  }

  @Override
  public void log2(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.log2(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.log2(x, y, i, to);
  }

  @Override
  public void log10(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.log10(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.log10(x, y, i, to);
  }

  @Override
  public void exp2(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.exp2(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.exp2(x, y, i, to);
  }

  @Override
  public void asinh(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.asinh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.asinh(x, y, i, to);
  }

  @Override
  public void acosh(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.acosh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.acosh(x, y, i, to);
  }

  @Override
  public void atanh(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.atanh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.atanh(x, y, i, to);
  }

  @Override
  public void erfc(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.erfc(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.erfc(x, y, i, to);
  }

  @Override
  public void erfInv(double[] x, double[] y, int from, int to) {
    ONE_BY_ONE.erfInv(x, y, from, to);
  }

  @Override
  public void lgamma(double[] x, double[] y, int from, int to) {
    ONE_BY_ONE.lgamma(x, y, from, to);
  }

  @Override
  public void digamma(double[] x, double[] y, int from, int to) {
    ONE_BY_ONE.digamma(x, y, from, to);
  }

  @Override
  public void sigmoid(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.sigmoid(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.sigmoid(x, y, i, to);
  }

  @Override
  public void softplus(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.softplus(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.softplus(x, y, i, to);
  }

  @Override
  public void logAddExp(double[] a, double[] b, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.logAddExp(load(a, i), load(b, i)).intoArray(y, i);
    }
    ONE_BY_ONE.logAddExp(a, b, y, i, to);
  }

  @Override
  public void pow(double[] a, double[] b, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.pow(load(a, i), load(b, i)).intoArray(y, i);
    }
    ONE_BY_ONE.pow(a, b, y, i, to);
  }

  @Override
  public void hypot(double[] a, double[] b, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.hypot(load(a, i), load(b, i)).intoArray(y, i);
    }
    ONE_BY_ONE.hypot(a, b, y, i, to);
  }

  @Override
  public void atan2(double[] y, double[] x, double[] z, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.atan2(load(y, i), load(x, i)).intoArray(z, i);
    }
    ONE_BY_ONE.atan2(y, x, z, i, to);
  }

  @Override
  public void sigmoidCrossEntropy(double[] x, double[] t, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVectorMath.sigmoidCrossEntropy(load(x, i), load(t, i)).intoArray(y, i);
    }
    ONE_BY_ONE.sigmoidCrossEntropy(x, t, y, i, to);
  }
}
