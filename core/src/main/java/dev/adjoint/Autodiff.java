package dev.adjoint;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.adjoint.control.Carry;
import dev.adjoint.control.ControlFlow;
import dev.adjoint.control.Equation;
import dev.adjoint.control.LinearSolver;
import dev.adjoint.internal.Message;
import dev.adjoint.transform.BlockMatrix;
import dev.adjoint.transform.CompiledFunction;
import dev.adjoint.transform.Jacobian;
import dev.adjoint.transform.JacobianOptions;
import dev.adjoint.transform.Linearization;
import dev.adjoint.transform.ValueAndGradient;
import dev.adjoint.transform.Vmap;

/**
 * Functions of functions: derivatives, batches, programs. They nest in any order and to any depth, and work in traced programs.
 *
 * <p>A function takes and gives a tensor, or a record, list, map or array of tensors, nested in any way; a gradient is built like
 * the argument. What is not a floating-point tensor is not differentiated by, and stays as it is. What a function closes over is
 * constant to it, and can be differentiated by outside of it. A lambda of one parameter is taken for a function of a tensor: write
 * {@code (Line p) -> …} for one of a record.
 */
@SuppressWarnings("overloads") // a lambda of one parameter means a function of one tensor, as it should
public final class Autodiff {

  private Autodiff() {}

  private static void requireFunction(String operation, Object f) {
    Objects.requireNonNull(f, () -> operation + ": the function is null");
  }

  private static <P> Function<P, P> gradient(String operation, Function<? super P, Tensor> f) {
    return x -> ValueAndGradient.<P>of(operation, f, x).gradient();
  }

  // Gradients of functions that give one number

  /** x ↦ ∇f(x). */
  public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) {
    requireFunction("grad", f);
    return x -> ValueAndGradient.of("grad", f, x).gradient();
  }

  /** a, b ↦ [∂f/∂a, ∂f/∂b]. */
  public static BiFunction<Tensor, Tensor, List<Tensor>> grad(BinaryOperator<Tensor> f) {
    requireFunction("grad", f);
    return (a, b) -> ValueAndGradient.of("grad", x -> f.apply(x.get(0), x.get(1)), List.of(a, b)).gradient();
  }

  /** x ↦ ∇f(x), built like x. */
  public static <P> Function<P, P> grad(Function<P, Tensor> f) {
    requireFunction("grad", f);
    return x -> ValueAndGradient.of("grad", f, x).gradient();
  }

  /** x ↦ f(x) and ∇f(x). */
  public static Function<Tensor, ValueAndGradient<Tensor>> valueAndGrad(UnaryOperator<Tensor> f) {
    requireFunction("valueAndGrad", f);
    return x -> ValueAndGradient.of("valueAndGrad", f, x);
  }

  /** a, b ↦ f(a, b) and [∂f/∂a, ∂f/∂b]. */
  public static BiFunction<Tensor, Tensor, ValueAndGradient<List<Tensor>>> valueAndGrad(BinaryOperator<Tensor> f) {
    requireFunction("valueAndGrad", f);
    return (a, b) -> ValueAndGradient.of("valueAndGrad", x -> f.apply(x.get(0), x.get(1)), List.of(a, b));
  }

  /** x ↦ f(x) and ∇f(x), built like x. */
  public static <P> Function<P, ValueAndGradient<P>> valueAndGrad(Function<P, Tensor> f) {
    requireFunction("valueAndGrad", f);
    return x -> ValueAndGradient.of("valueAndGrad", f, x);
  }

  /** x ↦ f(x), ∇f(x) and what f computes besides. */
  public static <P, A> Function<P, ValueAndGradient.AndAux<P, A>> valueAndGradWithAux(
      Function<P, ValueAndGradient.WithAux<A>> f) {
    requireFunction("valueAndGradWithAux", f);
    return x -> ValueAndGradient.AndAux.of(f, x);
  }

  // The derivative as a linear map

  /** f at x: its value, and its derivative J there, to be applied forward and backward as often as needed. */
  public static <P, R> Linearization<P, R> linearize(Function<? super P, ? extends R> f, P x) {
    return Linearization.of(f, x);
  }

  /**
   * Jᵀ·ȳ, a vector-Jacobian product by reverse mode. {@link #linearize} for the value too, or for more than one cotangent.
   *
   * @param cotangent ȳ, built like f(x)
   */
  public static <P, R> P vjp(Function<? super P, ? extends R> f, P x, R cotangent) {
    return Linearization.<P, R>of("vjp", f, x).vjp(cotangent);
  }

  /**
   * J·ẋ, a Jacobian-vector product by forward mode: the derivative of f at x in a direction. {@link #linearize} for the value
   * too, or for more than one direction.
   *
   * @param tangent ẋ, built like x
   */
  public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor tangent) {
    return Linearization.<Tensor, Tensor>of("jvp", f, x).jvp(tangent);
  }

  /**
   * J·ẋ for a function of and to records, lists or maps of tensors.
   *
   * @param tangent ẋ, built like x
   */
  public static <P, R> R jvp(Function<P, R> f, P x, P tangent) {
    return Linearization.<P, R>of("jvp", f, x).jvp(tangent);
  }

  /**
   * dᵏ/dtᵏ f(x + t v) at t = 0: the k-th derivative of f at x in a direction, by k nested passes of forward mode.
   *
   * @param direction v, built like x
   * @param order k ≥ 0; 0 gives f(x)
   */
  public static Tensor derivative(UnaryOperator<Tensor> f, Tensor x, Tensor direction, int order) {
    return derivative((Function<Tensor, Tensor>) f, x, direction, order);
  }

  /**
   * The same for a function of and to records, lists or maps of tensors.
   *
   * @param direction v, built like x
   * @param order k ≥ 0; 0 gives f(x)
   */
  public static <P, R> R derivative(Function<P, R> f, P x, P direction, int order) {
    if (order < 0) {
      throw Message.illegal("derivative", "there is no derivative of order %d", order);
    }
    var g = f;
    for (int k = 0; k < order; k++) {
      var lower = g;
      g = at -> Linearization.<P, R>of("derivative", lower, at).jvp(direction);
    }
    return Linearization.<P, R>of("derivative", g, x).value();
  }

  // All partial derivatives

  /** x ↦ J = ∂f/∂x, of shape [shape of f(x), shape of x], by forward or reverse mode, whichever is cheaper by these shapes. */
  public static UnaryOperator<Tensor> jacobian(UnaryOperator<Tensor> f) {
    return jacobian(f, JacobianOptions.DEFAULT);
  }

  /** The same in a direction of one's choice, or so many columns or rows at a time, which takes less memory. */
  public static UnaryOperator<Tensor> jacobian(UnaryOperator<Tensor> f, JacobianOptions options) {
    requireFunction("jacobian", f);
    return x -> Jacobian.of("jacobian", f, x, options).ofOne();
  }

  /** x ↦ J = ∂f/∂x, built like x, each tensor of shape [shape of f(x), shape of the tensor of x]. */
  public static <P> Function<P, P> jacobian(Function<P, Tensor> f) {
    return jacobian(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static <P> Function<P, P> jacobian(Function<P, Tensor> f, JacobianOptions options) {
    requireFunction("jacobian", f);
    return x -> Jacobian.of("jacobian", f, x, options).ofOne();
  }

  /** x ↦ f(x) and J = ∂f/∂x for a function that gives a record, list or map of tensors: a block for each of them by each of x. */
  public static <P, R> Function<P, BlockMatrix<P, R>> jacobianAll(Function<P, R> f) {
    return jacobianAll(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static <P, R> Function<P, BlockMatrix<P, R>> jacobianAll(Function<P, R> f, JacobianOptions options) {
    requireFunction("jacobianAll", f);
    return x -> Jacobian.<P, R>of("jacobianAll", f, x, options).ofAll();
  }

  /** x ↦ H = ∂²f/∂x², of shape [shape of x, shape of x], for a function that gives one number: forward over reverse. */
  public static UnaryOperator<Tensor> hessian(UnaryOperator<Tensor> f) {
    return hessian(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static UnaryOperator<Tensor> hessian(UnaryOperator<Tensor> f, JacobianOptions options) {
    requireFunction("hessian", f);
    return x -> Jacobian.of("hessian", gradient("hessian", f), x, options).ofOne();
  }

  /** x ↦ ∇f(x) and H = ∂²f/∂x²: a block for each tensor of x by each tensor of x. */
  public static <P> Function<P, BlockMatrix<P, P>> hessian(Function<P, Tensor> f) {
    return hessian(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static <P> Function<P, BlockMatrix<P, P>> hessian(Function<P, Tensor> f, JacobianOptions options) {
    requireFunction("hessian", f);
    return x -> Jacobian.<P, P>of("hessian", gradient("hessian", f), x, options).ofAll();
  }

  /**
   * H·v, for a function that gives one number, without H: forward over reverse, at the price of a few evaluations of f.
   *
   * @param v built like x
   */
  public static <P> P hvp(Function<? super P, Tensor> f, P x, P v) {
    return Linearization.<P, P>of("hvp", gradient("hvp", f), x).jvp(v);
  }

  /**
   * vᵀ·H, which is H·v but by reverse over reverse.
   *
   * @param v built like x
   */
  public static <P> P vhp(Function<? super P, Tensor> f, P x, P v) {
    return Linearization.<P, P>of("vhp", gradient("vhp", f), x).vjp(v);
  }

  /** x ↦ Σ ∂²f/∂xᵢ², the trace of the hessian of a function that gives one number. */
  public static UnaryOperator<Tensor> laplacian(UnaryOperator<Tensor> f) {
    return laplacian(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static UnaryOperator<Tensor> laplacian(UnaryOperator<Tensor> f, JacobianOptions options) {
    requireFunction("laplacian", f);
    return x -> Jacobian.trace("laplacian", gradient("laplacian", f), x, options);
  }

  /** x ↦ Σ ∂²f/∂xᵢ² over all elements of all tensors of x. */
  public static <P> Function<P, Tensor> laplacian(Function<P, Tensor> f) {
    return laplacian(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static <P> Function<P, Tensor> laplacian(Function<P, Tensor> f, JacobianOptions options) {
    requireFunction("laplacian", f);
    return x -> Jacobian.trace("laplacian", gradient("laplacian", f), x, options);
  }

  /** x ↦ Σ ∂fᵢ/∂xᵢ, the trace of the jacobian of a function that gives a tensor of the type it takes. */
  public static UnaryOperator<Tensor> divergence(UnaryOperator<Tensor> f) {
    return divergence(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static UnaryOperator<Tensor> divergence(UnaryOperator<Tensor> f, JacobianOptions options) {
    requireFunction("divergence", f);
    return x -> Jacobian.trace("divergence", f, x, options);
  }

  /** x ↦ Σ ∂fᵢ/∂xᵢ over all elements of all tensors of x, which f(x) is built like. */
  public static <P> Function<P, Tensor> divergence(Function<P, P> f) {
    return divergence(f, JacobianOptions.DEFAULT);
  }

  /** The same with {@link JacobianOptions}. */
  public static <P> Function<P, Tensor> divergence(Function<P, P> f, JacobianOptions options) {
    requireFunction("divergence", f);
    return x -> Jacobian.trace("divergence", f, x, options);
  }

  // Batches

  /** A function of one example becomes one of a batch, which is the first axis of what it takes and gives. */
  public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f) {
    return vmap(f, 0, 0);
  }

  /** A function of one example becomes one of a batch, which is axis {@code in} of what it takes and {@code out} of its result. */
  public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f, int in, int out) {
    requireFunction("vmap", f);
    return x -> Vmap.apply(f, x, new int[]{in}, out);
  }

  /** A function of one pair becomes one of a batch of pairs. A tensor that is the same for all pairs is best closed over. */
  public static BinaryOperator<Tensor> vmap(BinaryOperator<Tensor> f) {
    return vmap(f, 0, 0, 0);
  }

  /** A function of one pair becomes one of a batch of pairs, with the batch along these axes. */
  public static BinaryOperator<Tensor> vmap(BinaryOperator<Tensor> f, int inLeft, int inRight, int out) {
    requireFunction("vmap", f);
    return (a, b) -> Vmap.apply(x -> f.apply(x.get(0), x.get(1)), List.of(a, b), new int[]{inLeft, inRight}, out);
  }

  /** A function of one example becomes one of a batch, which is the first axis of every tensor that it takes and gives. */
  public static <P, R> Function<P, R> vmap(Function<P, R> f) {
    return vmap(f, 0, 0);
  }

  /** A function of one example becomes one of a batch: axis {@code in} of all that it takes, {@code out} of all that it gives. */
  public static <P, R> Function<P, R> vmap(Function<P, R> f, int in, int out) {
    requireFunction("vmap", f);
    return x -> Vmap.apply(f, x, new int[]{in}, out);
  }

  // Programs

  /**
   * The same function, traced at its first call for every combination of argument types, and replayed from then on. Given tensors
   * that are tracked or symbolic it runs step by step, so that it can be differentiated, batched and compiled again.
   */
  public static UnaryOperator<Tensor> compile(UnaryOperator<Tensor> f) {
    requireFunction("compile", f);
    return new CompiledFunction<Tensor, Tensor>(f)::apply;
  }

  /** The same for a function of two tensors. */
  public static BinaryOperator<Tensor> compile(BinaryOperator<Tensor> f) {
    requireFunction("compile", f);
    var compiled = new CompiledFunction<List<Tensor>, Tensor>(x -> f.apply(x.get(0), x.get(1)));
    return (a, b) -> compiled.apply(List.of(a, b));
  }

  /** The same for a function of records, lists or maps of tensors. */
  public static <P, R> Function<P, R> compile(Function<P, R> f) {
    requireFunction("compile", f);
    return new CompiledFunction<>(f);
  }

  /**
   * The same, keeping so many programs, one for each combination of argument types, in place of 16. It can be asked how often it was
   * traced, and why.
   */
  public static <P, R> CompiledFunction<P, R> compile(Function<P, R> f, int programs) {
    requireFunction("compile", f);
    return new CompiledFunction<>(f, programs);
  }

  // Control flow

  /**
   * One step for each element along the first axis of a sequence: c₁, y₀ = f(c₀, x₀), c₂, y₁ = f(c₁, x₁), … In a program or under
   * vmap it is one operation, traced once whatever the number of steps, and so are its derivatives, forward, reverse and of any
   * order; in between only the c are kept. With known values f is called step by step.
   *
   * @param f of c and an element to the next c, built like c, and an output; it may close over variables
   * @param start c₀
   * @param sequence a tensor, or a record, list or map of tensors with first axes of one size
   * @return the last c, and all outputs along a new first axis
   */
  public static <C, X, Y> Carry<C, Y> scan(BiFunction<? super C, ? super X, Carry<C, Y>> f, C start, X sequence) {
    requireFunction("scan", f);
    return ControlFlow.scan(f, start, sequence);
  }

  /** The last c of a scan without outputs: c₁ = f(c₀, x₀), c₂ = f(c₁, x₁), … */
  public static <C, X> C fold(BiFunction<? super C, ? super X, C> f, C start, X sequence) {
    requireFunction("fold", f);
    return ControlFlow.<C, X, List<Tensor>>scan((c, x) -> new Carry<>(f.apply(c, x), List.of()), start, sequence)
        .carry();
  }

  /**
   * c ← f(c) while a condition holds. In a program or under vmap it is one operation, with forward mode but, since the number of
   * steps is not known, without reverse mode; give it a limit for that. With known values it is a loop of Java, with both.
   *
   * @param condition of c to one truth value
   * @param f of c to the next c, built like c
   */
  public static <C> C whileLoop(Function<? super C, Tensor> condition, Function<? super C, C> f, C start) {
    requireFunction("whileLoop", condition);
    requireFunction("whileLoop", f);
    return ControlFlow.whileLoop(condition, f, start);
  }

  /**
   * c ← f(c) while a condition holds, but {@code limit} times at most: differentiable forward and in reverse, to any order, at the
   * price of memory for {@code limit} states.
   *
   * @param condition of c to one truth value
   * @param f of c to the next c, built like c
   */
  public static <C> C whileLoop(Function<? super C, Tensor> condition, Function<? super C, C> f, C start, int limit) {
    requireFunction("whileLoop", condition);
    requireFunction("whileLoop", f);
    return ControlFlow.whileLoop(condition, f, start, limit);
  }

  /**
   * f(x) if a condition holds, else g(x), and only that one is computed. Where each example of a batch chooses for itself, each is
   * computed once for all, as safely as for those examples alone that take it.
   *
   * @param condition one truth value
   * @param f the function if it is true
   * @param g the function if it is false, whose result is built like that of f
   */
  public static <P, R> R cond(Tensor condition, Function<? super P, ? extends R> f, Function<? super P, ? extends R> g,
      P x) {
    requireFunction("cond", f);
    requireFunction("cond", g); // the one that is not taken too
    return ControlFlow.cond(condition, f, g, x);
  }

  // What an equation defines

  /**
   * θ ↦ x*, the solution of F(x*, θ) = 0: its value by any solver, which is not differentiated, its derivatives of every order by
   * the implicit function theorem, ∂x* / ∂θ = −(∂F/∂x)⁻¹ ∂F/∂θ, whose linear system is solved as a dense one. F may close over
   * variables, and {@link Equation} makes it of a fixed point or an argmin.
   *
   * @param equation F, built like x
   * @param solver θ to x*; in a program it can loop with {@link #whileLoop(Function, Function, Object) whileLoop}
   */
  public static <X, P> Function<P, X> implicit(Equation<X, P> equation, Function<? super P, ? extends X> solver) {
    return implicit(equation, solver, LinearSolver.dense());
  }

  /**
   * The same for many unknowns, with the linear system solved in another way: by products with ∂F/∂x alone, which is never made.
   *
   * @param linear {@link LinearSolver#conjugateGradient} for an argmin, {@link LinearSolver#gmres} for any other equation
   */
  public static <X, P> Function<P, X> implicit(Equation<X, P> equation, Function<? super P, ? extends X> solver,
      LinearSolver linear) {
    requireFunction("implicit", equation);
    requireFunction("implicit", solver);
    return p -> ControlFlow.implicit(equation, solver, linear, p);
  }

  // Memory

  /**
   * The same function, which keeps only its argument and its result for the backward pass, and is computed again there: less
   * memory for one more run. It may close over variables. Cut a chain of n layers into √n of them to need memory for 2√n.
   */
  public static UnaryOperator<Tensor> checkpoint(UnaryOperator<Tensor> f) {
    requireFunction("checkpoint", f);
    return x -> Checkpoint.of(in -> f.apply(in.get(0)), List.of(x));
  }

  /** The same for a function of several tensors. */
  public static Function<List<Tensor>, Tensor> checkpointAll(Function<List<Tensor>, Tensor> f) {
    requireFunction("checkpointAll", f);
    return x -> Checkpoint.of(f, List.copyOf(x));
  }
}
