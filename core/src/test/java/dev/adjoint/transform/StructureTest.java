package dev.adjoint.transform;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.adjoint.Tensor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class StructureTest {
  private static final Tensor NUMBER = Tensor.of(1.0);

  private record Tree(Object left, Object right) {
  }

  @Provide
  Arbitrary<Object> trees() {
    Arbitrary<Object> leaves = Arbitraries.oneOf(Arbitraries.create(() -> Tensor.of(1.0)), Arbitraries.integers(),
        Arbitraries.strings().ofMaxLength(3), Arbitraries.just(null));
    return Arbitraries.recursive(() -> leaves, inner -> Arbitraries.oneOf(
        inner.list().ofMaxSize(3).map(list -> (Object) list),
        Arbitraries.maps(Arbitraries.of("a", "b", "c"), inner).ofMaxSize(3).map(map -> (Object) map),
        inner.list().ofSize(2).map(two -> (Object) new Tree(two.get(0), two.get(1)))), 0, 4);
  }

  @Property(tries = 200, seed = "51")
  void takenApartAndPutTogetherAgain(@ForAll("trees") Object value) {
    var structure = Structure.of(value);
    assertEquals(value, structure.map(t -> t));
    assertEquals(structure, Structure.of(structure.map(t -> t.add(1))));
    assertEquals(structure.hashCode(), Structure.of(structure.map(t -> t.add(1))).hashCode());
    var others = IntStream.range(0, structure.tensors().size()).mapToObj(i -> Tensor.of((double) i)).toList();
    var next = others.iterator();
    var other = structure.map(t -> next.next());
    assertEquals(others, Structure.of(other).tensors());
    assertEquals(others, structure.tensorsOf(other, "test", "other", "value"));
  }

  @Test
  void mapsAreMatchedByKey() {
    var one = new TreeMap<String, Tensor>(Map.of("a", Tensor.of(1.0), "b", Tensor.of(2.0)));
    var reversed = new TreeMap<String, Tensor>(Comparator.reverseOrder());
    reversed.putAll(one);
    assertEquals(Structure.of(one).tensors(), Structure.of(one).tensorsOf(reversed, "test", "other", "value"));
    var built = assertInstanceOf(TreeMap.class, Structure.of(reversed).map(t -> t));
    assertEquals("b", built.firstKey());
  }

  @Test
  void arraysKeepTheirType() {
    Tensor[][] nested = {{NUMBER}, {}};
    Tensor[][] mapped = Structure.of(nested).map(t -> t.add(1));
    assertEquals(2, mapped[0][0].item());
    assertSame(nested[1], mapped[1]);
    assertEquals(1, Structure.of(nested).tensorsOf(mapped, "test", "other", "value").size());
    assertEquals("[[FLOAT64[]], []]", Structure.of(List.of(List.of(NUMBER), List.of())).toString());
  }

  @Test
  void whatHoldsNoTensorIsNotTouched() {
    var data = List.of(1, 2, 3);
    assertSame(data, Structure.of(List.of(data, NUMBER)).map(t -> t).get(0));
    var reference = new AtomicReference<>(NUMBER); // not one of the structures
    assertSame(reference, Structure.of(List.of(reference, NUMBER)).map(t -> t).get(0));
    assertEquals(2, Structure.of(List.of(Optional.of(NUMBER), NUMBER)).tensors().size());
  }

  @Test
  void typesAndOtherThingsAreOfTheStructure() {
    assertEquals(Structure.of(List.of(NUMBER)), Structure.of(List.of(Tensor.of(2.0))));
    assertNotEquals(Structure.of(List.of(NUMBER)), Structure.of(List.of(Tensor.of(2f))));
    assertNotEquals(Structure.of(List.of(NUMBER, 1)), Structure.of(List.of(NUMBER, 2)));
    assertEquals("Tree[left=FLOAT64[], right={w=[FLOAT64[2], 7]}]",
        Structure.of(new Tree(NUMBER, Map.of("w", Arrays.asList(Tensor.ones(2), 7)))).toString());
  }

  private record Positive(Tensor x) {
    private Positive {
      if (x.item() < 0) {
        throw new IllegalStateException("negative");
      }
    }
  }

  @Test
  void whatTheConstructorThrowsComesOut() {
    var structure = Structure.of(new Positive(NUMBER));
    assertEquals("negative", assertThrows(IllegalStateException.class, () -> structure.map(Tensor::neg)).getMessage());
  }
}
