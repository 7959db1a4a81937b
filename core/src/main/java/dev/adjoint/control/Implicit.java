package dev.adjoint.control;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.transform.Linearization;
import dev.adjoint.transform.Structure;

import static dev.adjoint.control.TensorLists.at;
import static dev.adjoint.control.TensorLists.join;
import static dev.adjoint.control.TensorLists.typesOf;
import static dev.adjoint.control.TensorLists.with;

/**
 * The solution x* of F(x, θ) = 0, with the derivative of the implicit function theorem. Its inputs are θ, what F closes over, and x*
 * itself as someone found it. The rules read x* off the results, so that they can be differentiated again. The linear systems of the
 * derivatives have the tensors of x one after another as one vector.
 *
 * @param residual F, of x, θ and what it closes over
 * @param results how many tensors x is
 * @param linear what solves the linear systems
 */
record Implicit(Body residual, int results, LinearSolver linear) implements Op.Precomputed, Op.Multi.Forward {

  /** The solution for a parameter by a solver. */
  static <X, P> X of(Equation<X, P> equation, Function<? super P, ? extends X> solver, LinearSolver linear, P p) {
    var parameters = Structure.of(p);
    Structure<X> found = Structure.of(solver.apply(parameters.map(Tensor::detach)));
    found.tensors().forEach(x -> x.type().requireFloating("implicit"));
    var f = Body.trace(in -> {
      var next = in.iterator();
      X x = found.map(_ -> next.next());
      return found.tensorsOf(equation.residual(x, parameters.map(_ -> next.next())), "implicit", "residual", "unknown");
    }, typesOf(join(found.tensors(), parameters.tensors())));
    var op = new Implicit(f, found.tensors().size(), linear);
    var values = found.tensors().stream().map(Tensor::detach).toList();
    var x = Tensor.apply(op, join(parameters.tensors(), f.captured(), values)).iterator();
    return found.map(_ -> x.next());
  }

  /** ∂F/∂x. */
  private Linearization<Tensor, Tensor> byUnknowns(List<Tensor> x, List<Tensor> others) {
    return Linearization.of(at -> vector(residual.apply(join(tensors(at, x), others))), vector(x));
  }

  /** ∂F/∂θ of some θ. */
  private Linearization<List<Tensor>, Tensor> by(Collection<Integer> some, List<Tensor> x, List<Tensor> others) {
    var positions = List.copyOf(some);
    return Linearization.of(p -> vector(residual.apply(join(x, with(others, positions, p)))), at(positions, others));
  }

  private static Tensor vector(List<Tensor> x) {
    var widest = x.stream().allMatch(t -> t.dtype() == DType.FLOAT32) ? DType.FLOAT32 : DType.FLOAT64;
    return Tensor.concat(0, x.stream().map(t -> t.flatten().cast(widest)).toArray(Tensor[]::new));
  }

  /** The tensors that a vector is of, which are like some others. */
  private static List<Tensor> tensors(Tensor vector, List<Tensor> like) {
    var parts = vector.split(0, like.stream().mapToInt(Tensor::size).toArray()).iterator();
    return like.stream().map(t -> parts.next().reshape(t.shape()).cast(t.dtype())).toList();
  }

  /** ∇θ = −∂F/∂θᵀ·(∂F/∂x)⁻ᵀ·∇x. */
  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> in, List<Tensor> x, List<Optional<Tensor>> dx) {
    var others = in.subList(0, in.size() - results);
    var all = IntStream.range(0, results).mapToObj(j -> dx.get(j).orElseGet(() -> Tensor.zeros(x.get(j).type())))
        .toList();
    var u = linear.solve(byUnknowns(x, others)::vjp, vector(all)).neg(); // (∂F/∂x)ᵀ·u = −∇x
    return by(wanted, x, others).vjp(u);
  }

  /** ẋ = −(∂F/∂x)⁻¹·∂F/∂θ·θ̇. */
  @Override
  public List<Tensor> tangents(List<Tensor> in, List<Tensor> x, Map<Integer, Tensor> directions) {
    var others = in.subList(0, in.size() - results);
    var b = by(directions.keySet(), x, others).jvp(List.copyOf(directions.values()));
    return tensors(linear.solve(byUnknowns(x, others)::jvp, b).neg(), x);
  }
}
