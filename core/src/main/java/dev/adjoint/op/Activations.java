package dev.adjoint.op;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Folds;
import dev.adjoint.array.NdArray;

/**
 * The activation functions of neural networks. Some have a rule of their own because a formula of smaller operations would
 * lose digits or overflow; the others are that formula. Implemented by {@link Tensor} alone.
 */
public interface Activations {

  /** y = σ(x) = 1 / (1 + e⁻ˣ), the logistic function. SciPy's {@code expit}, PyTorch's {@code sigmoid}. */
  default Tensor sigmoid() {
    return Tensor.apply(new Sigmoid(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ y ⊙ (1 − y). */
  record Sigmoid() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "where it is saturated";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.SIGMOID;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(y).mul(y.rsub(1));
    }
  }

  /** y = tanh x = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ). NumPy's and PyTorch's {@code tanh}. */
  default Tensor tanh() {
    return Tensor.apply(new Tanh(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ (1 − y²). */
  record Tanh() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "where it is saturated";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.TANH;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(y.square().rsub(1));
    }
  }

  /** y = max(x, 0); the derivative at 0 is taken as 0. PyTorch's {@code relu}. */
  default Tensor relu() {
    return Tensor.apply(new Relu(), (Tensor) this);
  }

  /** ∇x = ∇y where x > 0, else 0. */
  record Relu() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "where x ≤ 0";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.RELU;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return x.greater(0).where(dy, 0);
    }
  }

  /** y = log(1 + eˣ), computed as max(x, 0) + log(1 + e^−|x|), which cannot overflow. PyTorch's {@code softplus}. */
  default Tensor softplus() {
    return Tensor.apply(new Softplus(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ σ(x). */
  record Softplus() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.SOFTPLUS;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.sigmoid());
    }
  }

  /** y = log σ(x) = −softplus(−x). SciPy's {@code log_expit}, PyTorch's {@code logsigmoid}. */
  default Tensor logSigmoid() {
    return ((Tensor) this).neg().softplus().neg();
  }

  /** y = x where x &gt; 0, else a·x; the derivative at 0 is a. PyTorch's {@code leaky_relu}. */
  default Tensor leakyRelu(double a) {
    var x = (Tensor) this;
    return x.greater(0).where(x, x.mul(a));
  }

  /**
   * y = x where x &gt; 0, else a (eˣ − 1); the derivative at 0 is a (Clevert, Unterthiner and Hochreiter, "Fast and accurate deep
   * network learning by exponential linear units", ICLR 2016). PyTorch's {@code elu}.
   */
  default Tensor elu(double a) {
    var x = (Tensor) this;
    return x.greater(0).where(x, x.greater(0).where(0, x).expm1().mul(a));
  }

  /** y = λ·elu(x, α) with the constants of Klambauer et al., "Self-normalizing neural networks", NeurIPS 2017. PyTorch's {@code selu}. */
  default Tensor selu() {
    return elu(1.6732632423543772).mul(1.0507009873554805);
  }

  /** y = x Φ(x) = x/2 · (1 + erf(x/√2)) (Hendrycks and Gimpel, "Gaussian error linear units", 2016). PyTorch's {@code gelu}. */
  default Tensor gelu() {
    var x = (Tensor) this;
    return x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).erf().add(1));
  }

  /**
   * y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation given with {@link #gelu()}. PyTorch's
   * {@code gelu(approximate="tanh")}. PyTorch's {@code gelu(approximate="tanh")}.
   */
  default Tensor geluTanh() {
    var x = (Tensor) this;
    var cubic = x.add(x.square().mul(x).mul(0.044715));
    return x.mul(0.5).mul(cubic.mul(Math.sqrt(2 / Math.PI)).tanh().add(1));
  }

  /** y = x σ(x), also known as swish. PyTorch's {@code silu}. */
  default Tensor silu() {
    var x = (Tensor) this;
    return x.mul(x.sigmoid());
  }

  /**
   * y = eˣ / Σ eˣ over the last axis, computed through the maximum: an x of −∞ has no part in it. Where all are −∞ it is 0/0, NaN. Rows
   * that a mask may leave empty become 0, and get no gradient, by
   * {@code x.max(Axes.keep(-1)).notEqual(Double.NEGATIVE_INFINITY).whereSafe(Tensor::softmax, x, 0, x.scalar(0))}. SciPy's and PyTorch's
   * {@code softmax}.
   */
  default Tensor softmax() {
    return Tensor.apply(new Softmax(), (Tensor) this);
  }

  /** y = eˣ / Σ eˣ over an axis. */
  default Tensor softmax(int axis) {
    int a = ((Tensor) this).shape().axis("softmax", axis);
    return ((Tensor) this).swapAxes(a, -1).softmax().swapAxes(a, -1);
  }

  /** ∇x = y ⊙ (∇y − Σ ∇y ⊙ y). */
  record Softmax() implements Op.Unary, Op.LastAxes {
    @Override
    public String vanishes() {
      return "where it is saturated";
    }

    @Override
    public TensorType type(TensorType x) {
      x.shape().axis(name(), -1);
      return x.requireFloating(name());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.softmax(x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return y.mul(dy.sub(dy.mul(y).sum(Axes.keep(-1))));
    }
  }

  /**
   * y = x − log Σ eˣ over the last axis, computed through the maximum; NaN where all x are −∞. SciPy's and PyTorch's
   * {@code log_softmax}.
   */
  default Tensor logSoftmax() {
    return Tensor.apply(new LogSoftmax(), (Tensor) this);
  }

  /** y = x − log Σ eˣ over an axis. */
  default Tensor logSoftmax(int axis) {
    int a = ((Tensor) this).shape().axis("logSoftmax", axis);
    return ((Tensor) this).swapAxes(a, -1).logSoftmax().swapAxes(a, -1);
  }

  /** ∇x = ∇y − softmax(x) ⊙ Σ ∇y. */
  record LogSoftmax() implements Op.Unary, Op.LastAxes {
    @Override
    public TensorType type(TensorType x) {
      x.shape().axis(name(), -1);
      return x.requireFloating(name());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.logSoftmax(x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.sub(x.softmax().mul(dy.sum(Axes.keep(-1))));
    }
  }
}
