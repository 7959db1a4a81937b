package dev.adjoint.control;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Message;
import dev.adjoint.transform.Linearization;

import static dev.adjoint.control.TensorLists.at;
import static dev.adjoint.control.TensorLists.join;
import static dev.adjoint.control.TensorLists.with;

/**
 * x = A⁻¹·b for a linear function v ↦ A·v, by a method that sees values. Its inputs are b and what the function closes over. A program
 * multiplies with A by a program.
 *
 * @param product v and what the function closes over to A·v
 * @param method what solves it
 */
record LinearSolve(Body product, LinearSolver method) implements Op.Nary, Op.Forward {

  static Tensor of(UnaryOperator<Tensor> a, Tensor b, LinearSolver method) {
    if (b.shape().rank() != 1) {
      throw Message.illegal("linearSolve", "the right-hand side of a linear system is a vector, not %s; flatten it",
          b.type());
    }
    var product = Body.trace(v -> List.of(a.apply(v.getFirst())), List.of(b.type()));
    if (!product.results().getFirst().equals(b.type())) {
      throw Message.illegal("linearSolve", "A·v is %s where v is %s, so A is not square", product.results().getFirst(),
          b.type());
    }
    return Tensor.apply(new LinearSolve(product, method), join(List.of(b), product.captured()));
  }

  @Override
  public TensorType type(List<TensorType> in) {
    return in.getFirst();
  }

  @Override
  public void compute(List<NdArray> in, NdArray x) {
    var captured = in.subList(1, in.size());
    var solution = method.solve(v -> Tensor.of(product.run(join(List.of(v.value()), captured)).getFirst()),
        Tensor.of(in.getFirst()));
    StridedCopies.copy(solution.value(), x);
  }

  private Tensor times(Tensor v, List<Tensor> captured) {
    return product.apply(join(List.of(v), captured)).getFirst();
  }

  /** b̄ = A⁻ᵀ·x̄, and of what A depends on: −⟨b̄, ∂A·x⟩. */
  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> in, Tensor x, Tensor dx) {
    var captured = in.subList(1, in.size());
    var anywhere = Tensor.zeros(x.type()); // A·v is linear, so its derivative is the same at every v
    var db = of(u -> Linearization.<Tensor, Tensor>of(v -> times(v, captured), anywhere).vjp(u), dx, method);
    var by = wanted.stream().filter(i -> i > 0).toList();
    var ofA = by.isEmpty() ? List.<Tensor>of() : moving(by, in, x).vjp(db.neg());
    return wanted.stream().map(i -> i == 0 ? db : ofA.get(by.indexOf(i))).toList();
  }

  /** ẋ = A⁻¹·(ḃ − Ȧ·x). */
  @Override
  public Tensor tangent(List<Tensor> in, Tensor x, Map<Integer, Tensor> directions) {
    var captured = in.subList(1, in.size());
    var by = directions.keySet().stream().filter(i -> i > 0).toList();
    var db = directions.getOrDefault(0, Tensor.zeros(x.type()));
    var right = by.isEmpty() ? db : db.sub(moving(by, in, x).jvp(by.stream().map(directions::get).toList()));
    return of(v -> times(v, captured), right, method);
  }

  /** A·x where some of what A depends on moves, and x does not. */
  private Linearization<List<Tensor>, Tensor> moving(List<Integer> by, List<Tensor> in, Tensor x) {
    return Linearization.of(moved -> times(x, with(in, by, moved).subList(1, in.size())), at(by, in));
  }
}
