package dev.adjoint.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import dev.adjoint.testkit.oracle.Rounding;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static dev.adjoint.testkit.GradientAssertions.assertBatches;
import static dev.adjoint.testkit.GradientAssertions.assertCompiles;
import static dev.adjoint.testkit.GradientAssertions.assertCompilesToARounding;
import static dev.adjoint.testkit.GradientAssertions.assertForwardIsReverse;
import static dev.adjoint.testkit.GradientAssertions.assertGradients;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What holds of every operation by itself, with any operands and arguments: four calls of each, and a thousand in the thorough
 * run.
 */
class OperationPropertiesTest {
  private static final List<Operation> ALL = Catalogue.operations();
  private static final List<Operation> DIFFERENTIABLE = ALL.stream().filter(op -> op.notDifferentiable().isEmpty())
      .toList();
  /** Without loops and branches, which look at numbers, and at operands only if they come to use them. */
  private static final List<Operation> STRAIGHT = ALL.stream()
      .filter(op -> Catalogue.controlFlow().stream().noneMatch(other -> other.name().equals(op.name()))).toList();
  private static final int FEW = 520;
  private static final int MANY = 130_000;

  /** The operations that a property was seen to hold of. */
  private final Set<Operation> covered = new HashSet<>();
  /** Of how many it must be. */
  private int least = DIFFERENTIABLE.size() * 9 / 10;

  private void cover(Graph call) {
    covered.add(call.steps().getLast().call().operation());
  }

  @AfterProperty
  void itHeldOfNearlyAllOperations() {
    assertTrue(covered.size() >= least, () -> "of " + covered.size() + " operations only, not " + least);
  }

  @Provide
  Arbitrary<Graph> calls() {
    return GraphArbitrary.calls(ALL);
  }

  @Provide
  Arbitrary<Graph> differentiableCalls() {
    return GraphArbitrary.calls(DIFFERENTIABLE);
  }

  @Provide
  Arbitrary<Graph> straightCalls() {
    return GraphArbitrary.calls(STRAIGHT);
  }

  @Provide
  Arbitrary<Graph> differentiableStraightCalls() {
    return GraphArbitrary.calls(STRAIGHT.stream().filter(DIFFERENTIABLE::contains).toList());
  }

  /** Alone, and behind something that bends, so that rules of rules are seen. */
  @Property(seed = "1", tries = FEW)
  void gradientsAreRight(@ForAll("differentiableCalls") Graph call) {
    assertGradients(call::apply, call.at());
    assertGradients(x -> call.apply(x).sin(), call.at());
    cover(call);
  }

  @Tag("thorough")
  @Property(seed = "2", tries = MANY)
  void gradientsAreRightManyTimes(@ForAll("differentiableCalls") Graph call) {
    gradientsAreRight(call);
  }

  @Property(seed = "3", tries = FEW)
  void compiledIsTheSame(@ForAll("differentiableCalls") Graph call) {
    if (call.hasControlFlow()) {
      assertCompilesToARounding(x -> call.apply(x).sin(), call.at());
    } else {
      assertCompiles(x -> call.apply(x).sin(), call.at());
    }
    cover(call);
  }

  @Tag("thorough")
  @Property(seed = "4", tries = MANY)
  void compiledIsTheSameManyTimes(@ForAll("differentiableCalls") Graph call) {
    compiledIsTheSame(call);
  }

  @Property(seed = "11", tries = FEW)
  void forwardModeIsReverseMode(@ForAll("differentiableCalls") Graph call) {
    assertForwardIsReverse(x -> call.apply(x).sin(), call.at());
    cover(call);
  }

  @Tag("thorough")
  @Property(seed = "12", tries = MANY)
  void forwardModeIsReverseModeManyTimes(@ForAll("differentiableCalls") Graph call) {
    forwardModeIsReverseMode(call);
  }

  @Property(seed = "13", tries = FEW)
  void aBatchIsItsExamples(@ForAll("differentiableCalls") Graph call) {
    assertBatches(call::apply, call.at());
    cover(call);
  }

  @Tag("thorough")
  @Property(seed = "14", tries = MANY)
  void aBatchIsItsExamplesManyTimes(@ForAll("differentiableCalls") Graph call) {
    aBatchIsItsExamples(call);
  }

  @Property(seed = "5", tries = FEW)
  void trackedExactlyIfDifferentiable(@ForAll("calls") Graph call) {
    var operation = call.steps().getLast().call().operation();
    assertEquals(operation.notDifferentiable().isEmpty(), call.apply(variables(call.inputs())).isTracked());
    cover(call);
  }

  @Property(seed = "6", tries = FEW)
  void symbolicHasTheSameType(@ForAll("calls") Graph call) {
    var symbolic = call.apply(call.inputs().stream().map(x -> Tensor.placeholder(x.type())).toList());
    assertEquals(call.apply(call.inputs()).type(), symbolic.type());
    cover(call);
  }

  @Property(seed = "7", tries = FEW)
  void floatsAgreeWithDoubles(@ForAll("differentiableCalls") Graph call) {
    var floats = variables(call.inputs().stream().map(x -> x.cast(FLOAT32)).toList());
    var doubles = variables(floats.stream().map(x -> x.detach().cast(FLOAT64)).toList());
    var y = call.apply(floats).flatten();
    var exact = call.apply(doubles).flatten();
    for (int i = 0; i < y.size(); i++) {
      assertEquals(exact.get(i).item(), y.get(i).item(), Rounding.bound(y.get(i)));
      cover(call);
    }
  }

  /** Whatever the operands: a call fails with an error that says why, or it succeeds, symbolically too. */
  @Property(seed = "8", tries = 4 * FEW)
  void wrongOperandsAreErrorsThatSayWhy(@ForAll("straightCalls") Graph valid, @ForAll Random random) {
    var call = valid.steps().getLast().call();
    var operands = Stream.generate(() -> anything(random)).limit(call.operation().arity()).toList();
    var types = operands.stream().map(Tensor::type).toList();
    Tensor y;
    try {
      y = call.function().apply(operands);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().matches("(?s)\\w+: .{10,}"), e::getMessage);
      cover(valid);
      return;
    }
    assertTrue(
        call.operation().accepts(types) || operands.stream().anyMatch(x -> x.size() == 0)
            || WIDER.contains(call.operation().name()),
        () -> call + " took " + types);
    assertEquals(y.type(), call.function().apply(types.stream().map(Tensor::placeholder).toList()).type());
  }

  /** They take more than the catalogue gives them: whole numbers or truth values, other lengths along the axis joined. */
  private static final Set<String> WIDER = Set.of("argmax", "argmin", "equal", "notEqual", "less", "lessOrEqual",
      "greater",
      "greaterOrEqual", "add", "sub", "rsub", "mul", "floorDiv", "mod", "neg", "abs", "sign", "square", "maximum",
      "minimum",
      "clamp", "sum", "sumTo", "prod", "max", "min", "cumulativeSum", "indexAdd", "scatterAdd", "trace", "setAt",
      "addAt", "segmentSum", "searchSorted", "ofIntegers",
      "ofMasks",
      "cast", "concat", "pad", "where", "indexSelect", "gather", "sort", "argsort", "topK");

  private static final TensorArbitrary ANYTHING = TensorArbitrary.TENSORS.with(Shapes.SMALL.ofSize(0, 3))
      .with(DType.values()).with(Values.DEFAULT.between(0, 3).of(Values.Kind.WHOLE));

  private static Tensor anything(Random random) {
    return ANYTHING.draw(ANYTHING.shapes().draw(random), random);
  }

  /** Infinities, zeros of both signs and numbers that are none pass through every operation, and compiled as eagerly. */
  @Property(seed = "9", tries = 2 * FEW)
  void specialsAreTheSameCompiled(@ForAll("differentiableStraightCalls") Graph call, @ForAll Random random) {
    var special = TensorArbitrary.TENSORS.with(Values.DEFAULT.between(-2, 2).of(Values.Kind.SPECIAL));
    var inputs = call.inputs().stream().map(x -> special.draw(x.shape(), random)).toArray(Tensor[]::new);
    try {
      assertCompiles(call::apply, inputs);
      cover(call);
    } catch (IllegalArgumentException e) {
      // A position found in one place and used in another.
      assertTrue(e.getMessage().contains(" is outside of 0 … "), e::getMessage);
    }
  }

  /** Empty operands make empty gradients. */
  @Property(seed = "10", tries = 4 * FEW)
  void emptyOperandsHaveGradientsOfTheirType(@ForAll("differentiableCalls") Graph valid, @ForAll Random random) {
    var call = valid.steps().getLast().call();
    var empty = TensorArbitrary.TENSORS.with(Shapes.SMALL.ofSize(0, 2));
    var x = IntStream.range(0, call.operation().arity())
        .mapToObj(i -> Tensor.variable(empty.draw(empty.shapes().draw(random), random))).toList();
    if (call.operation().accepts(x.stream().map(Tensor::type).toList())) {
      Tensor y;
      try {
        y = call.function().apply(x);
      } catch (IllegalArgumentException e) {
        return; // the arguments are for operands of other shapes
      }
      var gradients = y.backward(Tensor.ones(y.type()));
      x.forEach(t -> assertEquals(t.type(), gradients.orZero(t).type()));
      cover(valid);
    }
  }

  private static List<Tensor> variables(List<Tensor> x) {
    return x.stream().map(Tensor::variable).toList();
  }
}
