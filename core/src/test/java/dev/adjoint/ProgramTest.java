package dev.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import dev.adjoint.op.Axes;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProgramTest {
  private static final LongAdder TRACES = new LongAdder(); // static: what a function captures and changes has it traced again
  private static final TensorType MATRIX = FLOAT64.tensor(40, 50);
  private static final Tensor A = Tensor.normal(MATRIX, 1);
  private static final Tensor B = Tensor.normal(MATRIX, 2);

  private static Program trace(int arguments, java.util.function.Function<List<Tensor>, Tensor> f) {
    return Program.trace(java.util.Collections.nCopies(arguments, MATRIX), x -> List.of(f.apply(x)));
  }

  private static long steps(Program program) {
    return program.explain().lines().filter(line -> line.matches("\\s+\\d+  .*")).count();
  }

  @Test
  void anInputCanBeNamed() {
    var program = Program.trace(List.of(DType.FLOAT64.tensor()), in -> List.of(in.get(0).named("x").square()));
    assertEquals(9, program.run(Tensor.of(3.0)).getFirst().item());
  }

  @Test
  void elementwiseChainsAndTheirSumsAreOneStep() {
    var program = trace(2, x -> x.get(0).mul(x.get(1)).sigmoid().sub(x.get(0).square()).exp().sum());
    assertEquals(1, steps(program), program::explain);
    assertTrue(program.explain().contains("fused 5 operations and 1 sums over 2000 elements"), program::explain);
  }

  @Test
  void theSameOperationOnTheSameInputsRunsOnce() {
    var program = trace(1, x -> x.get(0).exp().add(x.get(0).exp()).mul(x.get(0).scalar(3).add(x.get(0).exp())
        .div(Tensor.of(3.0).add(x.get(0).exp()))));
    assertEquals(1, program.explain().split("exp", -1).length - 1, program::explain);
  }

  @Test
  void neutralOperationsVanish() {
    var program = trace(1,
        x -> x.get(0).mul(1).add(-0.0).div(1).sub(0).transpose().transpose().neg().neg().copy().exp());
    assertTrue(program.explain().contains("fused 1 operations"), program::explain);
  }

  @Test
  void anInfinityOrNaNIsNotNeutral() {
    var x = Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, 0.0);
    var program = Program.trace(List.of(x.type()), in -> List.of(in.get(0).mul(0), in.get(0).sub(in.get(0))));
    assertEquals(List.of(x.mul(0).value(), x.sub(x).value()), program.run(x).stream().map(Tensor::value).toList());
  }

  @Test
  void aZeroIsNeutralOnlyWithTheRightSign() {
    var x = Tensor.of(-0.0, 0.0);
    var program = Program.trace(List.of(x.type()),
        in -> List.of(in.get(0).add(0), in.get(0).sub(-0.0), in.get(0).sub(0),
            in.get(0).reshape(2, 1).sum(Axes.keep(1))));
    assertEquals(List.of(x.add(0).value(), x.sub(-0.0).value(), x.value(), x.reshape(2, 1).sum(Axes.keep(1)).value()),
        program.run(x).stream().map(Tensor::value).toList());
  }

  @Test
  void transposesAreFlagsOfProducts() {
    var program = trace(2, x -> x.get(0).transpose().matmul(x.get(1)));
    assertEquals(1, steps(program), program::explain);
    assertTrue(program.explain().contains("matmul [40, 50]ᵀ · [40, 50]"), program::explain);
    assertEquals(A.transpose().matmul(B).value(), program.run(A, B).getFirst().value());
  }

  @Test
  void whatNoOutputNeedsIsNotComputed() {
    var program = trace(2, x -> {
      x.get(0).matmul(x.get(1).transpose());
      return x.get(1).exp();
    });
    assertFalse(program.explain().contains("matmul"), program::explain);
  }

  @Test
  void aSumThatItsOwnInputsWaitForIsNotFusedWithThem() {
    var program = trace(1, x -> x.get(0).exp().div(x.get(0).exp().sum()).add(x.get(0).exp()));
    assertEquals(A.exp().div(A.exp().sum()).add(A.exp()).value(), program.run(A).getFirst().value());
  }

  @Test
  void whatIsReadInAnotherShapeIsCompleteBefore() {
    int n = 3000;
    var row = Tensor.normal(FLOAT64.tensor(1, n), 1);
    var column = row.reshape(n, 1);
    var program = Program.trace(List.of(row.type(), column.type()), in -> {
      var a = in.get(0).exp();
      var b = in.get(1).exp();
      return List.of(a.mul(a.reshape(n)), b.addBias(b.sum(0)));
    });
    assertEquals(List.of(row.exp().square().value(), column.exp().addBias(column.exp().sum(0)).value()),
        program.run(row, column).stream().map(Tensor::value).toList());
  }

  @Test
  void buffersAreReused() {
    var program = trace(1, x -> {
      var y = x.get(0);
      for (int i = 0; i < 20; i++) {
        y = y.matmul(y.transpose()).matmul(y).mul(1e-3);
      }
      return y;
    });
    // A buffer for y, one for y·yᵀ, one for the product, however long the chain.
    assertTrue(program.explain().contains("in 3 buffers"), program::explain);
  }

  @Test
  void aStateIsUpdatedInPlaceAndOthersSeeItsOldValue() {
    var program = Program.trace(List.of(MATRIX, MATRIX, MATRIX), 2, in -> {
      var w = in.get(0);
      var v = in.get(1);
      return List.of(v.add(in.get(2)), w, w.sum(), w.sub(v).sum());
    });
    var state = Program.State.of(List.of(A, B));
    var w = A;
    var v = B;
    for (int i = 0; i < 3; i++) {
      var x = Tensor.normal(MATRIX, 10 + i);
      var results = program.step(state, x);
      assertEquals(List.of(w.sum().value(), w.sub(v).sum().value()), results.stream().map(Tensor::value).toList());
      var nextW = v.add(x);
      v = w;
      w = nextW;
      assertEquals(List.of(w.value(), v.value()), state.values().stream().map(Tensor::value).toList());
    }
    assertEquals(Tensor.normal(MATRIX, 1).value(), A.value(), "the initial state was copied");
  }

  @Test
  void aStateThatIsReadAfterItsNextWasComputedIsNotYetOverwritten() {
    var program = Program.trace(List.of(MATRIX), 1, in -> {
      var next = in.get(0).mul(2).add(1);
      return List.of(next, in.get(0).cumulativeSum(0), in.get(0).matmul(next.transpose()));
    });
    var state = Program.State.of(List.of(A));
    var next = A.mul(2).add(1);
    assertEquals(List.of(A.cumulativeSum(0).value(), A.matmul(next.transpose()).value()),
        program.step(state).stream().map(Tensor::value).toList());
    assertEquals(next.value(), state.values().getFirst().value());
  }

  @Test
  void theValuesOfAStateStayWhatTheyWere() {
    var program = Program.trace(List.of(MATRIX), 1, in -> List.of(in.get(0).exp()));
    var state = Program.State.of(List.of(A));
    var before = state.values().getFirst();
    program.step(state);
    assertEquals(A.value(), before.value());
  }

  @Test
  void twoStatesMayBecomeTheSameValue() {
    var program = Program.trace(List.of(MATRIX, MATRIX), 2, in -> {
      var next = in.get(0).add(in.get(1));
      return List.of(next, next, next.reshape(2000), in.get(1).reshape(2000));
    });
    var state = Program.State.of(List.of(A, B));
    var results = program.step(state);
    assertEquals(A.add(B).reshape(2000).value(), results.get(0).value());
    assertEquals(B.reshape(2000).value(), results.get(1).value());
    assertEquals(List.of(A.add(B).value(), A.add(B).value()), state.values().stream().map(Tensor::value).toList());
  }

  @Test
  void resultsOfOneRunOutliveTheNext() {
    var program = trace(1, x -> x.get(0).exp());
    var first = program.run(A).getFirst();
    program.run(B);
    assertEquals(A.exp().value(), first.value());
  }

  @Test
  void outputsMayBeInputsAndConstants() {
    var program = Program.trace(List.of(MATRIX), in -> List.of(in.get(0), Tensor.of(3.0), in.get(0).reshape(50, 40)));
    var results = program.run(A);
    assertEquals(List.of(A.value(), Tensor.of(3.0).value(), A.reshape(50, 40).value()),
        results.stream().map(Tensor::value).toList());
  }

  @Test
  void emptyTensorsRun() {
    var type = FLOAT64.tensor(0, 3);
    var program = Program.trace(List.of(type), in -> List.of(in.get(0).exp(), in.get(0).exp().sum(), in.get(0).sum(0)));
    var x = Tensor.zeros(type);
    assertEquals(List.of(x.exp().value(), x.exp().sum().value(), x.sum(0).value()),
        program.run(x).stream().map(Tensor::value).toList());
  }

  @Test
  void manyThreadsRunAProgramAtOnce() throws Exception {
    var program = trace(2, x -> x.get(0).matmul(x.get(1).transpose()).tanh().matmul(x.get(1)).sum(0).softmax());
    var expected = new ArrayList<Object>();
    var tasks = new ArrayList<Callable<Object>>();
    for (int i = 0; i < 64; i++) {
      var x = Tensor.normal(MATRIX, i);
      expected.add(x.matmul(B.transpose()).tanh().matmul(B).sum(0).softmax().value());
      tasks.add(() -> program.run(x, B).getFirst().value());
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      var results = new ArrayList<Object>();
      for (var future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      assertEquals(expected, results);
    }
  }

  @Test
  void gradientsStopAtDetach() {
    var program = trace(1, x -> x.get(0).detach().mul(x.get(0)).sum().backward().of(x.get(0)));
    assertEquals(A.value(), program.run(A).getFirst().value());
  }

  @Test
  void aCompiledFunctionIsTracedOnceForEachCombinationOfTypes() {
    TRACES.reset();
    java.util.function.UnaryOperator<Tensor> f = x -> {
      TRACES.increment();
      return x.square().sum();
    };
    var compiled = Autodiff.compile(f);
    for (int i = 0; i < 3; i++) {
      assertEquals(A.square().sum().value(), compiled.apply(A).value());
      assertEquals(A.cast(FLOAT32).square().sum().value(), compiled.apply(A.cast(FLOAT32)).value());
    }
    assertEquals(2, TRACES.sum());
    for (int n = 1; n <= 20; n++) {
      assertEquals(0, compiled.apply(Tensor.zeros(n)).item());
    }
    assertEquals(A.square().sum().item(), compiled.apply(A).item());
    assertEquals(23, TRACES.sum(), "the oldest of more than 16 is forgotten");
  }

  @Test
  void javaControlFlowCannotDependOnValues() {
    var e = assertThrows(IllegalStateException.class,
        () -> trace(1, x -> x.get(0).sum().item() > 0 ? x.get(0) : x.get(0).neg()));
    assertTrue(e.getMessage().contains("symbolic") && e.getMessage().contains("where"), e.getMessage());
  }

  @Test
  void placeholdersOfOthersAreRefused() {
    var stranger = Tensor.placeholder(MATRIX);
    var e = assertThrows(IllegalArgumentException.class, () -> trace(1, x -> x.get(0).add(stranger)));
    assertTrue(e.getMessage().startsWith("trace:"), e.getMessage());
  }

  @Test
  void argumentsMustHaveTheTracedTypes() {
    var program = trace(1, x -> x.get(0).exp());
    assertThrows(IllegalArgumentException.class, () -> program.run(Tensor.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> program.run(A, B));
    assertThrows(IllegalArgumentException.class,
        () -> Program.trace(List.of(MATRIX), 1, in -> List.of(in.get(0).sum())));
  }
}
