package dev.adjoint.view.page;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.view.Graph;
import dev.adjoint.view.Scope;

/** Graphs to look at. */
final class Graphs {
  static final String HOSTILE = "</title></script><script>document.title='hacked'</script><b>&amp;\"'{{data}}#arrow\u0001";

  private Graphs() {}

  /** (x + y) z at -2, 5, -4, from the lectures. */
  static Graph expression() {
    var x = Tensor.variable(-2).named("x");
    var y = Tensor.variable(5).named("y");
    var z = Tensor.variable(-4).named("z");
    return Graph.of(x.add(y).named("q").mul(z).named("f"));
  }

  /** x² + 3x + x at 2: x is used three times. */
  static Graph fanOut() {
    var x = Tensor.variable(2).named("x");
    return Graph.of(x.square().named("a").add(x.mul(3).named("b")).named("c").add(x).named("f"));
  }

  /** Mean times variance of 1, 2, 6: two results of one operation. */
  static Graph several() {
    var y = Tensor.variable(1.0, 2, 6).named("x").meanAndVariance();
    return Graph.of(y.mean().mul(y.variance()).named("f"));
  }

  /** Layers of 64 neurons each on 32 examples, 5 nodes in each. */
  static Graph network(int layers) {
    return Graph.of(() -> {
      var y = Tensor.variable(Tensor.normal(DType.FLOAT32.tensor(32, 64), 1)).named("x");
      for (int i = 0; i < layers; i++) {
        var w = Tensor.variable(Tensor.normal(DType.FLOAT32.tensor(64, 64), i).mul(0.15)).named("weights");
        var b = Tensor.variable(Tensor.zeros(DType.FLOAT32.tensor(64))).named("bias");
        y = Scope.named(2 * i + 1 + " Dense", y, in -> in.matmul(w).addBias(b));
        y = Scope.named(2 * i + 2 + " RELU", y, Tensor::relu);
      }
      return y.square().mean().named("loss");
    });
  }

  /** Blocks of two layers each, with a way around them, and the input read by all: groups in groups, and long edges. */
  static Graph residual(int blocks) {
    return Graph.of(() -> {
      var x = Tensor.variable(Tensor.normal(DType.FLOAT64.tensor(8, 8), 1)).named("x");
      var y = x;
      for (int i = 1; i <= blocks; i++) {
        var w = Tensor.variable(Tensor.normal(DType.FLOAT64.tensor(8, 8), i).mul(0.2)).named("weights");
        y = Scope.named("Block " + i, y, in -> {
          var inner = Scope.named("Dense", in, t -> t.matmul(w));
          return Scope.named("TANH", inner, Tensor::tanh).add(in).mul(x);
        });
      }
      return y.square().mean().named("loss");
    });
  }

  static Graph hostile() {
    return Graph.of(() -> {
      var x = Tensor.variable(2.0).named(HOSTILE);
      return Scope.named(HOSTILE, x, in -> in.square().exp()).named("{{script}}");
    });
  }

  static final List<TensorType> TYPES = List.of(DType.FLOAT64.tensor(100, 20), DType.FLOAT64.tensor(20, 5));

  /** The loss of a layer, and a step of gradient descent. */
  static List<Tensor> descent(List<Tensor> in) {
    var loss = in.get(0).named("x").matmul(in.get(1).named("w")).tanh().square().sum();
    return List.of(loss, in.get(1).sub(loss.backward().of(in.get(1)).mul(0.01)));
  }

  static Page fusion() {
    return Page.titled("Fusion").with("traced", Graph.traced(TYPES, Graphs::descent))
        .with("program", Graph.of(Program.trace(TYPES, Graphs::descent)));
  }
}
