package dev.adjoint.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.Cell;
import dev.adjoint.Ejml;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a compiled function reads besides its argument, and that it never takes something for a constant that is none. */
class CompiledFunctionTest {
  private static final LongAdder TRACES = new LongAdder(); // static: what a function captures and changes has it traced again
  private static final Tensor THREE = Tensor.of(3.0);

  /** x·y, where y is the argument of a compiled function that closes over x. */
  private static Tensor closingOver(Tensor x) {
    return Autodiff.compile((Tensor y) -> x.mul(y)).apply(THREE);
  }

  /** A cell of the kind that models have. */
  private static final class Weight implements Cell {
    private Tensor value;

    private Weight(Tensor value) {
      this.value = Tensor.variable(value);
    }

    @Override
    public Tensor present() {
      return value;
    }
  }

  @Test
  void aTrackedTensorItClosesOverIsDifferentiated() {
    var at = Tensor.of(2.0);
    assertEquals(3, Autodiff.grad(CompiledFunctionTest::closingOver).apply(at).item());
    assertEquals(3, Autodiff.jvp(CompiledFunctionTest::closingOver, at, Tensor.of(1.0)).item());
    assertEquals(2,
        Autodiff.derivative(x -> Autodiff.compile((Tensor y) -> x.square().mul(y)).apply(Tensor.of(1.0)), at,
            Tensor.of(1.0), 2).item());
    var x = Tensor.variable(2.0);
    assertEquals(3, closingOver(x).backward().of(x).item());
  }

  @Test
  void aSymbolicTensorItClosesOverIsBatchedAndTraced() {
    var at = Tensor.of(2.0, 5);
    assertArrayEquals(new double[]{6, 15}, Autodiff.vmap(CompiledFunctionTest::closingOver).apply(at).toDoubles());
    assertArrayEquals(new double[]{6, 15}, Autodiff.compile(CompiledFunctionTest::closingOver).apply(at).toDoubles());
    assertArrayEquals(new double[]{3, 3},
        Autodiff.compile(Autodiff.vmap(Autodiff.grad(CompiledFunctionTest::closingOver))).apply(at).toDoubles());
    // a whole number, which nobody differentiates by
    UnaryOperator<Tensor> chosen = i -> Autodiff.compile((Tensor y) -> y.indexSelect(0, i)).apply(Tensor.of(7.0, 8, 9));
    assertArrayEquals(new double[]{9, 7}, Autodiff.vmap(chosen).apply(Tensor.of(2, 0)).toDoubles());
  }

  @Test
  void oneFunctionCalledWithAndWithout() {
    var read = new AtomicReference<>(Tensor.of(1.0));
    var f = Autodiff.compile((Tensor y) -> read.get().mul(y));
    assertEquals(3, f.apply(THREE).item());
    assertEquals(3, Autodiff.grad((Tensor x) -> {
      read.set(x);
      return f.apply(THREE);
    }).apply(Tensor.of(2.0)).item());
    read.set(Tensor.of(5.0));
    assertEquals(15, f.apply(THREE).item());
  }

  /** A model as people write it without a framework: fields that training sets. */
  private static final class Line {
    private Tensor slope = Tensor.of(2.0);
    private double offset = 1;
    private final Tensor[] more = {Tensor.of(0.0)};
    private final UnaryOperator<Tensor> compiled = Autodiff.compile(this::value);

    private Tensor value(Tensor x) {
      return x.mul(slope).add(offset).add(more[0]);
    }
  }

  @Test
  void variablesItCapturedAreReadAnew() {
    var line = new Line();
    double[] scale = {2};
    var shift = new AtomicInteger(1);
    Map<String, Tensor> named = new LinkedHashMap<>(Map.of("w", Tensor.of(1.0)));
    UnaryOperator<Tensor> inner = x -> x.mul(scale[0]).add(shift.get());
    UnaryOperator<Tensor> outer = x -> inner.apply(x).mul(named.get("w"));
    var nested = Autodiff.compile(Autodiff.compile(Autodiff.vmap(outer)));
    var vector = Tensor.of(1.0, 2);
    List<Runnable> changes = List.of(() -> {}, () -> line.slope = Tensor.of(5.0), () -> line.offset = -1,
        () -> line.more[0] = Tensor.of(100.0), () -> scale[0] = 7, shift::incrementAndGet,
        () -> named.put("w", Tensor.of(-1.0)));
    for (var change : changes) {
      change.run();
      assertEquals(line.value(THREE).item(), line.compiled.apply(THREE).item());
      assertArrayEquals(Autodiff.vmap(outer).apply(vector).toDoubles(), nested.apply(vector).toDoubles());
    }
  }

  @Test
  void aVariableOfItsOwnIsNoReason() {
    TRACES.reset();
    var f = Autodiff.compile((Tensor x) -> {
      TRACES.increment();
      var v = Tensor.variable(x);
      var y = v.square().sum();
      return List.of(y, y.backward().of(v));
    });
    assertEquals(9, f.apply(THREE).get(0).item());
    assertEquals(6, f.apply(THREE).get(1).item());
    assertEquals(1, TRACES.sum());
  }

  @Test
  void aProgramIsTheFunctionItselfForTrackedArguments() {
    var square = Program.trace(List.of(FLOAT64.tensor()), in -> List.of(in.get(0).square()));
    assertEquals(6, Autodiff.grad(x -> square.run(x).getFirst()).apply(THREE).item());
    assertEquals(2, Autodiff.derivative(x -> square.run(x).getFirst(), THREE, Tensor.of(1.0), 2).item());
    assertArrayEquals(new double[]{1, 4},
        Autodiff.vmap(x -> square.run(x).getFirst()).apply(Tensor.of(1.0, 2)).toDoubles());
    var sum = Program.trace(List.of(FLOAT64.tensor(), FLOAT64.tensor()), 1, in -> List.of(in.get(0).add(in.get(1))));
    var error = assertThrows(IllegalArgumentException.class,
        () -> sum.step(Program.State.of(List.of(THREE)), Tensor.variable(1)));
    assertTrue(error.getMessage().contains("detach()"), error.getMessage());
  }

  @Test
  void aProgramRefusesWhatItWouldTakeForAConstant() {
    var w = Tensor.variable(2);
    var types = List.of(FLOAT64.tensor());
    var error = assertThrows(IllegalArgumentException.class,
        () -> Program.trace(types, in -> List.of(in.get(0).mul(w))));
    assertTrue(error.getMessage().startsWith("trace: a result depends on FLOAT64[] variable 2."), error.getMessage());
    assertEquals(6, Program.trace(types, in -> List.of(in.get(0).mul(w).detach())).run(THREE).getFirst().item());
    assertEquals(3,
        Program.trace(types, in -> List.of(in.get(0).mul(w).backward().of(w))).run(THREE).getFirst().item());
    var foreign = Tensor.placeholder(FLOAT64.tensor());
    assertThrows(IllegalArgumentException.class, () -> Program.trace(types, in -> List.of(in.get(0).mul(foreign))));
  }

  @SuppressWarnings("ArrayRecordComponent") // that it is read anew is what is tested
  private record Scaled(Tensor x, double[] by, List<Integer> times, AtomicInteger more) {
    Tensor value() {
      return x.mul(Tensor.of(by)).mul(by[1]).mul(times.getFirst()).mul(more.get());
    }
  }

  @Test
  void whatTheArgumentHoldsIsReadAnew() {
    var f = Autodiff.compile(Scaled::value);
    var by = new double[]{1, 2};
    var times = new ArrayList<>(List.of(1));
    var argument = new Scaled(Tensor.of(1.0, 1), by, times, new AtomicInteger(1));
    assertArrayEquals(argument.value().toDoubles(), f.apply(argument).toDoubles());
    by[1] = 5;
    assertArrayEquals(new double[]{5, 25}, f.apply(argument).toDoubles());
    times.set(0, 2);
    assertArrayEquals(new double[]{10, 50}, f.apply(argument).toDoubles());
    argument.more().set(3);
    assertArrayEquals(new double[]{30, 150}, f.apply(argument).toDoubles());
  }

  @Test
  void anArrayThatBecameATensorIsReadAnew() {
    var data = new double[]{1, 2};
    var rows = new float[][]{{1}, {2}};
    var labels = new int[]{0, 1};
    var matrix = new DMatrixRMaj(new double[][]{{1}, {1}});
    Function<Tensor, Tensor> plain = x -> x.add(Tensor.of(data)).add(Tensor.of(rows).cast(FLOAT64).flatten())
        .indexSelect(0, Tensor.of(Shape.of(2), labels)).mul(Ejml.tensor(matrix).flatten());
    var f = Autodiff.compile(plain);
    var x = Tensor.of(0.0, 10);
    var program = Program.trace(List.of(x.type()), in -> List.of(plain.apply(in.get(0))));
    List<Runnable> changes = List.of(() -> {}, () -> data[1] = 7, () -> rows[0][0] = 9, () -> labels[0] = 1,
        () -> matrix.set(1, 0, -1));
    for (var change : changes) {
      assertTrue(program.isCurrent() || data[1] == 7);
      change.run();
      assertArrayEquals(plain.apply(x).toDoubles(), f.apply(x).toDoubles());
    }
    assertFalse(program.isCurrent());
    var error = assertThrows(IllegalStateException.class, () -> program.run(x));
    assertTrue(error.getMessage().contains("the array that became FLOAT64[2] has other elements"), error.getMessage());
  }

  @Test
  void aMapIsGoneThroughInItsOwnOrder() {
    Function<Map<String, Tensor>, Tensor> minus = m -> m.get("w").sub(m.get("b").mul(10));
    Function<Map<String, Tensor>, Tensor> first = m -> m.values().iterator().next();
    var one = new LinkedHashMap<String, Tensor>();
    one.put("w", Tensor.of(5.0));
    one.put("b", THREE);
    var other = new LinkedHashMap<String, Tensor>();
    other.put("b", THREE);
    other.put("w", Tensor.of(5.0));
    for (var f : List.of(minus, first)) {
      var compiled = Autodiff.compile(f);
      for (var m : List.of(one, other, one)) {
        assertEquals(f.apply(m).item(), compiled.apply(m).item());
      }
    }
  }

  @Test
  void divergenceGoesByName() {
    Function<Map<String, Tensor>, Map<String, Tensor>> f = m -> {
      var result = new LinkedHashMap<String, Tensor>();
      result.put("b", m.get("b").mul(m.get("w")));
      result.put("w", m.get("w").mul(10));
      return result;
    };
    var at = new LinkedHashMap<String, Tensor>();
    at.put("w", Tensor.of(5.0));
    at.put("b", Tensor.of(7.0));
    assertEquals(15, Autodiff.divergence(f).apply(at).item());
    assertEquals(15, Autodiff.compile(Autodiff.divergence(f)).apply(at).item());
  }

  @Test
  void aCellIsAnInput() {
    var w = new Weight(Tensor.of(2.0));
    TRACES.reset();
    Function<Tensor, Tensor> model = x -> {
      TRACES.increment();
      return x.mul(w.read());
    };
    var used = Autodiff.compile((Tensor x) -> model.apply(x).detach());
    var program = Program.trace(List.of(FLOAT64.tensor()), in -> List.of(model.apply(in.get(0)).detach()));
    assertEquals(6, used.apply(THREE).item());
    assertEquals(6, program.run(THREE).getFirst().item());
    w.value = Tensor.variable(7);
    assertEquals(21, used.apply(THREE).item());
    assertEquals(21, program.run(THREE).getFirst().item());
    assertEquals(2, TRACES.sum(), "traced once each");
    // in a larger program, in a batch, and in a compiled function that is given what is known there
    assertEquals(21, Autodiff.compile((Tensor x) -> used.apply(x)).apply(THREE).item());
    var inside = Autodiff.compile((Tensor x) -> x.add(used.apply(THREE)));
    assertEquals(22, inside.apply(Tensor.of(1.0)).item());
    w.value = Tensor.variable(1);
    assertEquals(4, inside.apply(Tensor.of(1.0)).item());
    assertArrayEquals(new double[]{1, 2}, Autodiff.vmap(x -> used.apply(x)).apply(Tensor.of(1.0, 2)).toDoubles());
    w.value = Tensor.variable(1, 2);
    assertArrayEquals(new double[]{3, 6}, used.apply(THREE).toDoubles());
    assertThrows(IllegalStateException.class, () -> program.run(THREE));
  }

  @Test
  void whatIsDifferentiatedByACellRunsAsItIs() {
    var w = new Weight(Tensor.of(2.0));
    var f = Autodiff.compile((Tensor x) -> x.mul(w.read()));
    for (int i = 0; i < 2; i++) {
      assertEquals(3, f.apply(THREE).backward().of(w.value).item());
      w.value = Tensor.variable(4);
    }
    assertThrows(IllegalArgumentException.class,
        () -> Program.trace(List.of(FLOAT64.tensor()), in -> List.of(in.get(0).mul(w.read()))));
  }

  @Test
  void aCustomOperationRefusesWhatItsForwardClosesOver() {
    UnaryOperator<Tensor> f = q -> Tensor.apply(Op.custom("cq", t -> t.mul(q), (t, y, dy) -> dy.mul(q)), THREE);
    assertEquals(6, f.apply(Tensor.of(2.0)).item());
    assertEquals(6, f.apply(Tensor.variable(2).detach()).item());
    List<Supplier<Tensor>> uses = List.of(() -> Autodiff.grad(f).apply(THREE), () -> Autodiff.jvp(f, THREE, THREE),
        () -> Autodiff.vmap(f).apply(Tensor.of(1.0, 2)), () -> Autodiff.compile(f).apply(THREE),
        () -> f.apply(Tensor.variable(2)));
    for (var use : uses) {
      var error = assertThrows(IllegalArgumentException.class, use::get);
      assertTrue(error.getMessage().startsWith("cq: forward closes over FLOAT64[]"), error.getMessage());
    }
    var position = Autodiff.compile(i -> Tensor.apply(
        Op.custom("picked", t -> t.indexSelect(0, i), (t, y, dy) -> Tensor.zeros(t.type()).indexAdd(0, i, dy)),
        Tensor.of(1.0, 2)));
    assertThrows(IllegalArgumentException.class, () -> position.apply(Tensor.of(1)));
  }

  @Test
  void aLeakedTensorSaysSo() {
    var kept = new ArrayList<Tensor>();
    UnaryOperator<Tensor> leaking = x -> {
      kept.add(x.mul(2));
      return x;
    };
    List<Supplier<Object>> traces = List.of(() -> Autodiff.compile(leaking).apply(THREE),
        () -> Autodiff.vmap(leaking).apply(Tensor.of(1.0, 2)),
        () -> Program.trace(List.of(FLOAT64.tensor()), in -> in.stream().map(leaking).toList()));
    for (var trace : traces) {
      kept.clear();
      assertNotNull(trace.get());
      var error = assertThrows(IllegalStateException.class, () -> kept.getFirst().add(1).value());
      assertTrue(error.getMessage().contains("is of a trace that has ended"), error.getMessage());
    }
    var alive = assertThrows(IllegalStateException.class, () -> Autodiff.compile((Tensor x) -> {
      x.item();
      return x;
    }).apply(THREE));
    assertTrue(alive.getMessage().contains("use where instead"), alive.getMessage());
  }

  @Test
  void equalContentsAreOneTrace() {
    TRACES.reset();
    var f = Autodiff.compile((List<Object> in) -> {
      TRACES.increment();
      return ((Tensor) in.get(0)).mul(((int[]) in.get(1))[0]);
    });
    for (int i = 0; i < 3; i++) {
      assertEquals(6, f.apply(Arrays.asList(THREE, new int[]{2})).item());
    }
    assertEquals(1, TRACES.sum());
  }

  private record Numbered(Tensor x, int n) {
  }

  @Test
  void controlFlowRefusesWhatIsNoTensorAndDiffers() {
    Function<Tensor, Tensor> branches = q -> {
      var r = Autodiff.cond(q.greater(0), (Tensor a) -> new Numbered(a, 1), (Tensor a) -> new Numbered(a, 2), q);
      return r.x().mul(r.n());
    };
    assertEquals(-2, branches.apply(Tensor.of(-1.0)).item());
    assertThrows(IllegalArgumentException.class, () -> Autodiff.compile(branches).apply(Tensor.of(-1.0)));
    assertThrows(IllegalArgumentException.class, () -> Autodiff.vmap(branches).apply(Tensor.of(-1.0, 1)));
    assertThrows(IllegalArgumentException.class, () -> Autodiff.fold(
        (Numbered c, Tensor u) -> new Numbered(c.x().add(c.n()), c.n() + 1), new Numbered(THREE, 0),
        Tensor.arange(0, 4)));
    assertThrows(IllegalArgumentException.class, () -> Autodiff.whileLoop((Numbered c) -> c.x().less(9),
        (Numbered c) -> new Numbered(c.x().add(1), c.n() + 1), new Numbered(THREE, 0)));
  }

  @Test
  void anInnerProgramTellsTheOuterWhatItRead() {
    double[] rate = {2};
    var inner = Program.trace(List.of(FLOAT64.tensor()), in -> List.of(in.get(0).mul(Tensor.of(rate).sum())));
    var outer = Program.trace(List.of(FLOAT64.tensor()),
        in -> List.of(in.get(0).mul(inner.run(Tensor.of(1.0)).getFirst())));
    assertEquals(6, outer.run(THREE).getFirst().item());
    rate[0] = 5;
    assertFalse(outer.isCurrent());
    assertThrows(IllegalStateException.class, () -> outer.run(THREE));
  }

  @Test
  void aStateIsNotSteppedInsideOfATrace() {
    var sum = Program.trace(List.of(FLOAT64.tensor(), FLOAT64.tensor()), 1,
        in -> List.of(in.get(0).add(in.get(1)), in.get(1)));
    var state = Program.State.of(List.of(THREE));
    var f = Autodiff.compile((Tensor q) -> q.add(sum.step(state, Tensor.of(1.0)).getFirst()));
    assertThrows(IllegalStateException.class, () -> f.apply(THREE));
  }

  /** A cell that is equal to others. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Equal(Tensor[] value) implements Cell {
    @Override
    public Tensor present() {
      return value[0];
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Equal;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  @Test
  void equalCellsAreTwo() {
    var a = new Equal(new Tensor[]{Tensor.of(2.0)});
    var b = new Equal(new Tensor[]{Tensor.of(2.0)});
    var f = Program.trace(List.of(FLOAT64.tensor()),
        in -> List.of(in.get(0).mul(a.read().detach()).mul(b.read().detach())));
    b.value()[0] = Tensor.of(5.0);
    assertEquals(30, f.run(THREE).getFirst().item());
  }

  @Test
  void functionsOfAllKindsAreLookedInto() {
    double[] rate = {2};
    var counter = new AtomicInteger(2);
    var elements = new LinkedHashSet<>(List.of(1.0, 5.0));
    UnaryOperator<Tensor> anonymous = new UnaryOperator<>() {
      @Override
      public Tensor apply(Tensor x) {
        return x.mul(rate[0]);
      }
    };
    UnaryOperator<Tensor> ordered = x -> {
      var y = x.mul(counter.get());
      for (double element : elements) {
        y = y.mul(2).add(element);
      }
      return y;
    };
    var one = Autodiff.compile(anonymous);
    var two = Autodiff.compile(ordered);
    List<Runnable> changes = List.of(() -> {}, () -> rate[0] = 5, () -> counter.set(3), () -> {
      elements.clear();
      elements.addAll(List.of(5.0, 1.0));
    });
    for (var change : changes) {
      change.run();
      assertEquals(anonymous.apply(THREE).item(), one.apply(THREE).item());
      assertEquals(ordered.apply(THREE).item(), two.apply(THREE).item());
    }
  }
}
