package dev.adjoint.op;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Folds;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/** Losses that need numerical care: an activation and the loss behind it in one operation. Implemented by {@link Tensor} alone. */
public interface Losses {

  /**
   * y = −Σ p log softmax(x) over the last axis, one loss per row of logits: [n, c] → [n]. The target is a tensor of probabilities of x's
   * type, or INT32 class indices of x's shape without the last axis. PyTorch's {@code cross_entropy}.
   */
  default Tensor softmaxCrossEntropy(Tensor target) {
    var x = (Tensor) this;
    if (target.dtype() == DType.INT32) {
      requireTarget(x.shape().rank() > 0 && target.shape().equals(x.shape().without(-1)), x.type(), target.type());
    }
    var p = target.dtype() == DType.INT32
        ? Tensor.apply(new Indexing.OneHot(x.shape().dim(-1), x.dtype(), "crossEntropy", "logits"), target)
        : target;
    return Tensor.apply(new SoftmaxCrossEntropy(), x, p);
  }

  private static void requireTarget(boolean fits, TensorType x, TensorType target) {
    if (x.shape().rank() == 0) {
      throw Message.illegal("softmaxCrossEntropy", "logits %s have no axis of classes", x);
    }
    if (!fits) {
      throw Message.illegal("softmaxCrossEntropy", "logits %s need class indices INT32%s or probabilities %s, got %s",
          x,
          x.shape().without(-1), x, target);
    }
  }

  /** ∇x = ∇y ⊙ (softmax(x) Σp − p), where Σp is 1 for probabilities; ∇p = −∇y ⊙ log softmax(x). */
  record SoftmaxCrossEntropy() implements Op.Binary, Op.LastAxes {
    @Override
    public TensorType type(TensorType x, TensorType p) {
      requireTarget(x.requireFloating(name()).equals(p) && x.shape().rank() > 0, x, p);
      return x.with(x.shape().without(-1));
    }

    @Override
    public void compute(NdArray x, NdArray p, NdArray y) {
      Folds.softmaxCrossEntropy(x, p, y);
    }

    @Override
    public Tensor gradLeft(Tensor x, Tensor p, Tensor y, Tensor dy) {
      return dy.expandDims(-1).mul(x.softmax().mul(p.sum(Axes.keep(-1))).sub(p)); // [n, 1] ⊙ [n, c] → [n, c]
    }

    @Override
    public Tensor gradRight(Tensor x, Tensor p, Tensor y, Tensor dy) {
      return dy.expandDims(-1).mul(x.logSoftmax()).neg(); // [n, 1] ⊙ [n, c] → [n, c]
    }
  }

  /**
   * y = −t log σ(x) − (1 − t) log(1 − σ(x)) for a logit x and a probability t, element by element, computed as max(x, 0) − x t + log(1 +
   * e^−|x|); also known as binary cross-entropy with logits. PyTorch's {@code binary_cross_entropy_with_logits}.
   */
  default Tensor sigmoidCrossEntropy(Tensor target) {
    return Tensor.apply(new SigmoidCrossEntropy(), (Tensor) this, target);
  }

  /** ∇x = ∇y ⊙ (σ(x) − t), ∇t = −∇y ⊙ x. */
  record SigmoidCrossEntropy() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.SIGMOID_CROSS_ENTROPY;
    }

    @Override
    public Tensor gradLeft(Tensor x, Tensor t, Tensor y, Tensor dy) {
      return dy.mul(x.sigmoid().sub(t));
    }

    @Override
    public Tensor gradRight(Tensor x, Tensor t, Tensor y, Tensor dy) {
      return dy.mul(x).neg();
    }
  }
}
