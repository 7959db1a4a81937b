package dev.adjoint.transform;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.Cell;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** Where a compiled function meets the mutable places of Java: it does what the function does, whatever was changed between calls. */
class CapturedTest {
  private static final Tensor THREE = Tensor.of(3.0);

  /** A function that reads a mutable place, and what changes the place. */
  private record Case(String name, UnaryOperator<Tensor> function, Runnable change) {
  }

  /** An object of the user's, with another one inside. */
  private static final class Settings {
    private final double[] rates = {2};
    private final List<Double> factors = new ArrayList<>(List.of(1.0));
    private final Deep deep = new Deep();
    private Map<String, Settings> others = new TreeMap<>();

    private static final class Deep {
      private double rate = 2;
    }

    private Tensor byArray(Tensor x) {
      return x.mul(rates[0]);
    }

    private Tensor byList(Tensor x) {
      return x.mul(factors.getFirst());
    }

    private Tensor byObject(Tensor x) {
      return x.mul(deep.rate);
    }

    private Tensor byOthers(Tensor x) {
      return others.values().stream().map(other -> other.byObject(x)).reduce(x, Tensor::add);
    }
  }

  /** A cell with a number beside its tensor. */
  private static final class Scaled implements Cell {
    private Tensor value = Tensor.of(2.0);
    private Tensor mask = Tensor.of(1.0);
    private double scale = 1;

    @Override
    public Tensor present() {
      return value;
    }

    private Tensor times(Tensor x) {
      return x.mul(read()).mul(scale);
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // it is mutable on purpose
  private enum Level {
    HIGH;

    private double rate = 2;
  }

  private static final class ScaledMap extends HashMap<String, Double> {
    private static final long serialVersionUID = 1;
    private double scale = 2;
  }

  private static List<Case> cases() {
    double[] raw = {2};
    var adder = new LongAdder();
    var doubles = new DoubleAdder();
    var integers = new AtomicIntegerArray(new int[]{1});
    var longs = new AtomicLongArray(new long[]{1});
    var references = new AtomicReferenceArray<>(new Double[]{1.0});
    double[] inList = {1};
    List<UnaryOperator<Tensor>> functions = List.of(x -> x.mul(inList[0]));
    Map<String, UnaryOperator<Tensor>> named = Map.of("f", x -> x.mul(inList[0]));
    var settings = new Settings();
    settings.others.put("a", new Settings());
    var cell = new Scaled();
    double[] ofRule = {2};
    var custom = Op.custom("byRule", Tensor::square, (x, y, dy) -> dy.mul(ofRule[0]));
    double[] ofLoop = {2};
    var loop = Op.onArrays((x, y) -> y.doubles()[0] = x.doubles()[0] * ofLoop[0]);
    var text = new StringBuilder("1");
    var supplied = new Supplier<Double>() {
      private double value = 1;

      @Override
      public Double get() {
        return value;
      }
    };
    var bits = new BitSet();
    var entry = new AbstractMap.SimpleEntry<>("a", 2.0);
    var level = Level.HIGH;
    var map = new ScaledMap();
    double[] wrapped = {2};
    Wrapped.array = wrapped;
    return List.of(
        new Case("an array", x -> x.mul(raw[0]), () -> raw[0]++),
        new Case("a LongAdder", x -> x.mul(adder.intValue()), adder::increment),
        new Case("a DoubleAdder", x -> x.mul(doubles.sum()), () -> doubles.add(0.5)),
        new Case("an AtomicIntegerArray", x -> x.mul(integers.get(0)), () -> integers.incrementAndGet(0)),
        new Case("an AtomicLongArray", x -> x.mul((double) longs.get(0)), () -> longs.incrementAndGet(0)),
        new Case("an AtomicReferenceArray", x -> x.mul(references.get(0)), () -> references.set(0, 7.0)),
        new Case("a function in a list", x -> functions.getFirst().apply(x), () -> inList[0]++),
        new Case("a function in a map", x -> named.get("f").apply(x), () -> inList[0]++),
        new Case("an array in a field", settings::byArray, () -> settings.rates[0]++),
        new Case("a list in a field", settings::byList, () -> settings.factors.set(0, 5.0)),
        new Case("an object in a field", settings::byObject, () -> settings.deep.rate++),
        new Case("objects in a map in a field", settings::byOthers,
            () -> settings.others.values().forEach(other -> other.deep.rate++)),
        new Case("a number in a cell", cell::times, () -> cell.scale++),
        new Case("the rule of an operation", Autodiff.grad(x -> Tensor.apply(custom, x)), () -> ofRule[0]++),
        new Case("a loop on constants", x -> x.mul(loop.apply(Tensor.of(1.0))), () -> ofLoop[0]++),
        new Case("a BitSet", x -> x.mul(bits.cardinality() + 1.0), () -> bits.set(bits.cardinality())),
        new Case("an entry", x -> x.mul(entry.getValue()), () -> entry.setValue(entry.getValue() + 1)),
        new Case("a constant of an enum with a field", x -> x.mul(level.rate), () -> level.rate++),
        new Case("a field of a map of one's own", x -> x.mul(map.scale), () -> map.scale++),
        new Case("a tensor beside that of a cell", x -> x.mul(cell.read()).mul(cell.mask),
            () -> cell.mask = cell.mask.add(1)),
        new Case("a text that grows", x -> x.mul(text.length()), () -> text.append('1')),
        new Case("a supplier with a field", x -> x.mul(supplied.get()), () -> supplied.value++),
        new Case("an array that was wrapped", Wrapped::times, () -> wrapped[0]++),
        new Case("a cell with a constant", x -> x.mul(cell.read()), () -> cell.value = Tensor.of(9.0)));
  }

  /** What is in a static field is not looked at, but an array that becomes a tensor is. */
  private static final class Wrapped {
    private static double[] array = {};

    private static Tensor times(Tensor x) {
      return x.mul(Tensor.of(NdArray.wrap(Shape.of(1), array)).sum());
    }
  }

  @TestFactory
  List<DynamicTest> whatChangesIsReadAnew() {
    return cases().stream().map(c -> dynamicTest(c.name, () -> {
      var compiled = Autodiff.compile(c.function);
      var inside = Autodiff.compile(Autodiff.vmap(c.function));
      for (int i = 0; i < 3; i++) {
        assertEquals(c.function.apply(THREE).item(), compiled.apply(THREE).item());
        assertEquals(c.function.apply(THREE).item(), inside.apply(Tensor.of(new double[]{3})).toDoubles()[0]);
        c.change.run();
      }
    })).toList();
  }

  @Test
  void aSourceOfNumbersIsAskedAtEveryCall() {
    var random = new Random(1);
    var same = new Random(1);
    var compiled = Autodiff.compile((Tensor x) -> x.mul(random.nextDouble()));
    Iterator<Double> numbers = List.of(1.0, 2.0, 3.0).iterator();
    var next = Autodiff.compile((Tensor x) -> x.mul(numbers.next()));
    for (int i = 1; i <= 3; i++) {
      assertEquals(3 * same.nextDouble(), compiled.apply(THREE).item());
      assertEquals(3 * i, next.apply(THREE).item());
    }
  }

  @Test
  void whatItWritesIsWrittenAtEveryCall() {
    boolean[] on = {false};
    var toggled = Autodiff.compile((Tensor x) -> {
      on[0] = !on[0];
      return on[0] ? x.mul(2) : x.mul(3);
    });
    int[] count = {0};
    var counted = Autodiff.compile((Tensor x) -> {
      count[0] = (count[0] + 1) % 3;
      return x.mul(count[0]);
    });
    for (int i = 0; i < 6; i++) {
      assertEquals(i % 2 == 0 ? 6 : 9, toggled.apply(THREE).item());
      assertEquals(3 * ((i + 1) % 3), counted.apply(THREE).item());
    }
  }

  @Test
  void aCapturedArrayInTheResultIsThePresentOne() {
    double[][] held = {{1}};
    var f = Autodiff.compile((Tensor x) -> new Labelled(x.mul(2), held[0], List.of()));
    assertArrayEquals(new double[]{1}, f.apply(THREE).notes);
    var old = held[0];
    held[0] = new double[]{1};
    old[0] = 99;
    assertSame(held[0], f.apply(THREE).notes);
  }

  @Test
  void functionsThatAreHiddenInAnArrayAreRefusedToo() {
    double[] rate = {2};
    UnaryOperator<Tensor> f = x -> x.mul(rate[0]);
    var list = new ArrayList<>(List.of(f.andThen(Tensor::exp)));
    assertThrows(IllegalArgumentException.class,
        () -> Autodiff.compile((Tensor x) -> list.getFirst().apply(x)).apply(THREE));
  }

  @Test
  void aSourceInTheArgumentIsAskedAtEveryCall() {
    var f = Autodiff.compile((List<Object> in) -> ((Tensor) in.getFirst()).mul(((Random) in.get(1)).nextDouble()));
    var random = new Random(1);
    var same = new Random(1);
    for (int i = 0; i < 3; i++) {
      assertEquals(3 * same.nextDouble(), f.apply(List.of(THREE, random)).item());
    }
  }

  /** As people keep one. */
  private static final class Noisy {
    private final Random random = new Random(1);
    private Settings settings = new Settings();
    private Random other = new Random(2);

    private Tensor once(Tensor x) {
      return x.mul(random.nextDouble());
    }
  }

  private static final class Holder {
    private Noisy noisy = new Noisy();

    private Tensor twice(Tensor x) {
      return x.mul(noisy.other.nextDouble());
    }
  }

  @Test
  void aSourceInAFieldIsAskedAtEveryCall() {
    var noisy = new Noisy();
    var same = new Random(1);
    var compiled = Autodiff.compile(noisy::once);
    var deep = Autodiff.compile(new Holder()::twice);
    var alike = new Random(2);
    for (int i = 0; i < 3; i++) {
      assertEquals(3 * same.nextDouble(), compiled.apply(THREE).item());
      assertEquals(3 * alike.nextDouble(), deep.apply(THREE).item());
    }
    assertEquals(2, noisy.settings.deep.rate);
  }

  private record Maybe(Optional<Tensor> b, Tensor w) {
  }

  @Test
  void anOptionalTensorIsDifferentiatedBatchedAndOfItsCall() {
    var g = Autodiff.grad((Maybe s) -> s.b.orElseThrow().mul(s.w)).apply(new Maybe(Optional.of(Tensor.of(5.0)), THREE));
    assertEquals(3, g.b.orElseThrow().item());
    var without = Autodiff.grad((Maybe s) -> s.w.square()).apply(new Maybe(Optional.empty(), THREE));
    assertEquals(Optional.empty(), without.b);
    var f = Autodiff.compile((Tensor x) -> Optional.of(x.mul(2)));
    assertEquals(6, f.apply(THREE).orElseThrow().item());
    assertEquals(8, f.apply(Tensor.of(4.0)).orElseThrow().item());
    Function<Tensor, Optional<Tensor>> doubled = x -> Optional.of(x.mul(2));
    assertArrayEquals(new double[]{2, 4}, Autodiff.vmap(doubled).apply(Tensor.of(1.0, 2)).orElseThrow().toDoubles());
  }

  @Test
  void aTensorWhereNoneCanBePutAnewIsRefused() {
    List<Function<Tensor, Object>> functions = List.of(x -> {
      var y = x.mul(2);
      return (Supplier<Tensor>) () -> y;
    }, x -> Map.entry("a", x.mul(2)), x -> Set.of(x.mul(2)));
    for (var f : functions) {
      assertThrows(IllegalArgumentException.class, () -> Autodiff.compile(f).apply(THREE));
    }
  }

  /** As long as one likes. */
  private static final class Link {
    private double value = 1;
    private Link next;
  }

  @Test
  void aLongChainOfObjectsIsGoneThrough() {
    var first = new Link();
    var last = first;
    for (int i = 0; i < 100_000; i++) {
      last.next = new Link();
      last = last.next;
    }
    var end = last;
    var f = Autodiff.compile((Tensor x) -> x.mul(first.value + end.value));
    assertEquals(6, f.apply(THREE).item());
    last.value = 2;
    assertEquals(9, f.apply(THREE).item());
  }

  @Test
  void aFunctionThatHidesOthersIsRefused() {
    double[] rate = {2};
    Function<Tensor, Tensor> f = x -> x.mul(rate[0]);
    var error = assertThrows(IllegalArgumentException.class,
        () -> Autodiff.compile(f.andThen(Tensor::exp)).apply(THREE));
    assertTrue(error.getMessage().startsWith("compile: java.util.function.Function is made of other functions"),
        error.getMessage());
  }

  @Test
  void aCellOfAConstantThatBecomesAVariableIsDifferentiatedBy() {
    var cell = new Scaled();
    var f = Autodiff.compile((Tensor x) -> x.mul(cell.read()));
    assertEquals(6, f.apply(THREE).item());
    cell.value = Tensor.variable(5);
    assertEquals(3, f.apply(THREE).backward().of(cell.value).item());
    cell.value = Tensor.of(5.0);
    assertEquals(15, f.apply(THREE).item());
    var program = Program.trace(List.of(FLOAT64.tensor()), in -> List.of(in.getFirst().mul(cell.read())));
    cell.value = Tensor.variable(5);
    assertThrows(IllegalStateException.class, () -> program.run(THREE));
  }

  @SuppressWarnings("ArrayRecordComponent") // that it is the one of the call is what is tested
  private record Labelled(Tensor x, double[] notes, List<String> words) {
  }

  @Test
  void anArrayInTheResultIsOfItsCall() {
    var made = Autodiff.compile(
        (Tensor x) -> new Labelled(x.square(), new double[]{1, 2}, new ArrayList<>(List.of("a"))));
    var first = made.apply(THREE);
    var second = made.apply(THREE);
    assertNotSame(first.notes, second.notes);
    first.notes[0] = 9;
    first.words.add("b");
    var third = made.apply(THREE);
    assertArrayEquals(new double[]{1, 2}, third.notes);
    assertEquals(List.of("a"), third.words);

    var passed = Autodiff.compile((Labelled l) -> new Labelled(l.x.square(), l.notes, l.words));
    for (int i = 0; i < 2; i++) {
      var argument = new Labelled(THREE, new double[]{1}, new ArrayList<>());
      assertSame(argument.notes, passed.apply(argument).notes);
      assertSame(argument.words, passed.apply(argument).words);
    }

    double[] own = {4};
    var captured = Autodiff.compile((Tensor x) -> new Labelled(x.square(), own, List.of()));
    assertSame(own, captured.apply(THREE).notes);
    assertSame(own, captured.apply(THREE).notes);
  }

  private record Told(Tensor x, Settings settings) {
  }

  @Test
  void anObjectThatCannotBeMadeAnewIsRefused() {
    var f = Autodiff.compile((Tensor x) -> new Told(x.square(), new Settings()));
    var error = assertThrows(IllegalArgumentException.class, () -> f.apply(THREE));
    assertTrue(error.getMessage().startsWith("compile: the result holds an object of class "), error.getMessage());
    var settings = new Settings();
    var captured = Autodiff.compile((Tensor x) -> new Told(x.mul(settings.deep.rate), settings));
    assertSame(settings, captured.apply(THREE).settings);
    settings.deep.rate = 5;
    assertEquals(15, captured.apply(THREE).x.item());
    assertSame(settings, captured.apply(THREE).settings);
  }

  @Test
  void aStateIsReadAnewAndNotSet() {
    var sum = Program.trace(List.of(FLOAT64.tensor(), FLOAT64.tensor()), 1,
        in -> List.of(in.get(0).add(in.get(1)), in.get(1)));
    var state = Program.State.of(List.of(Tensor.of(1.0)));
    var f = Autodiff.compile((Tensor x) -> x.mul(state.value(0)).add(state.values().getFirst()));
    assertEquals(4, f.apply(THREE).item());
    sum.step(state, Tensor.of(4.0));
    assertEquals(20, f.apply(THREE).item());
    state.set(0, Tensor.of(2.0));
    assertEquals(8, f.apply(THREE).item());
    var error = assertThrows(IllegalStateException.class, () -> Autodiff.compile((Tensor x) -> {
      state.set(0, Tensor.of(1.0));
      return x;
    }).apply(THREE));
    assertTrue(error.getMessage().startsWith("state: value 0 would be set once"), error.getMessage());
  }

  @Test
  void objectsThatReferToEachOtherAreGoneThroughOnce() {
    var settings = new Settings();
    settings.others.put("self", settings);
    var f = Autodiff.compile(settings::byOthers);
    assertEquals(9, f.apply(THREE).item());
    settings.deep.rate = 5;
    assertEquals(18, f.apply(THREE).item());
    var list = new ArrayList<Object>(Arrays.asList(1.0, null));
    list.add(list);
    var g = Autodiff.compile((Tensor x) -> x.mul((double) list.getFirst()));
    assertEquals(3, g.apply(THREE).item());
    list.set(0, 2.0);
    assertEquals(6, g.apply(THREE).item());
  }
}
