package dev.adjoint.control;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.transform.Linearization;
import dev.adjoint.transform.Structure;

import static dev.adjoint.control.TensorLists.at;
import static dev.adjoint.control.TensorLists.join;
import static dev.adjoint.control.TensorLists.types;
import static dev.adjoint.control.TensorLists.with;

/**
 * The solution x* of F(x, θ) = 0, with the derivative of the implicit function theorem. Its inputs are θ, what F closes over, and x*
 * itself as someone found it. The rules read x* off the result, so that they can be differentiated again.
 *
 * @param residual F, of x, θ and what it closes over
 * @param unknowns how x is packed
 * @param linear what solves the linear systems of the derivatives
 */
record Implicit(Body residual, Packing unknowns, LinearSolver linear) implements Op.Found, Op.Forward {

  /** The solution for a parameter by a solver. */
  static <X, P> X of(Equation<X, P> equation, Function<? super P, ? extends X> solver, LinearSolver linear, P p) {
    var parameters = Structure.of(p);
    Structure<X> found = Structure.of(solver.apply(parameters.map(Tensor::detach)));
    found.tensors().forEach(x -> x.type().requireFloating("implicit"));
    var f = Body.trace(in -> {
      var next = in.iterator();
      X x = found.map(_ -> next.next());
      return found.tensorsOf(equation.residual(x, parameters.map(_ -> next.next())), "implicit", "residual", "unknown");
    }, types(join(found.tensors(), parameters.tensors())));
    var op = new Implicit(f, new Packing(types(found.tensors())), linear);
    var value = op.unknowns.pack(found.tensors()).detach();
    var solved = Tensor.apply(op, join(parameters.tensors(), f.captured(), List.of(value)));
    var x = op.unknowns.unpack(solved).iterator();
    return found.map(_ -> x.next());
  }

  /** F for unknowns, parameters and what it closes over. */
  private Tensor residual(Tensor x, List<Tensor> others) {
    return unknowns.pack(residual.apply(join(unknowns.unpack(x), others)));
  }

  /** ∂F/∂x. */
  private Linearization<Tensor, Tensor> byUnknowns(Tensor x, List<Tensor> others) {
    return Linearization.of(at -> residual(at, others), x);
  }

  /** ∂F/∂θ of some θ. */
  private Linearization<List<Tensor>, Tensor> by(List<Integer> some, Tensor x, List<Tensor> others) {
    return Linearization.of(p -> residual(x, with(others, some, p)), at(some, others));
  }

  /** ∇θ = −∂F/∂θᵀ·(∂F/∂x)⁻ᵀ·∇x. */
  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> in, Tensor x, Tensor dx) {
    var others = in.subList(0, in.size() - 1);
    var u = linear.solve(byUnknowns(x, others)::vjp, dx).neg(); // (∂F/∂x)ᵀ·u = −∇x
    return by(wanted, x, others).vjp(u);
  }

  /** ẋ = −(∂F/∂x)⁻¹·∂F/∂θ·θ̇. */
  @Override
  public Tensor tangent(List<Tensor> in, Tensor x, Map<Integer, Tensor> directions) {
    var others = in.subList(0, in.size() - 1);
    var b = by(List.copyOf(directions.keySet()), x, others).jvp(List.copyOf(directions.values()));
    return linear.solve(byUnknowns(x, others)::jvp, b).neg();
  }
}
