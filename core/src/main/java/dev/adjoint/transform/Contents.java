package dev.adjoint.transform;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What a mutable value of Java holds at a moment, as something that stays, to be compared with what it holds later. */
final class Contents {

  private Contents() {}

  /** Whether it is a kind of value whose contents can be taken: an array, a collection, a map, an atomic cell, or a record of such. */
  static boolean isTaken(Object value) {
    return switch (value) {
      case Record _,Collection<?> _,Map<?, ?> _,AtomicReference<?> _,AtomicInteger _,AtomicLong _,AtomicBoolean _ ->
        true;
      case null -> false;
      default -> value.getClass().isArray();
    };
  }

  /** The contents down to the last element; of anything else the value itself. */
  static Object of(Object value) {
    return switch (value) {
      case Record r -> new OfRecord(r.getClass(), all(RecordType.of(r.getClass()).values(r)));
      case Collection<?> collection -> all(collection);
      case Map<?, ?> map -> List.of(all(map.keySet().stream().toList()), all(map.values()));
      case AtomicReference<?> cell -> of(cell.get());
      case AtomicInteger cell -> cell.get();
      case AtomicLong cell -> cell.get();
      case AtomicBoolean cell -> cell.get();
      case Object[] array -> all(Arrays.asList(array));
      case Object numbers when numbers.getClass().isArray() -> OfNumbers.copied(numbers);
      case null, default -> value;
    };
  }

  private static List<Object> all(Collection<?> values) {
    return Arrays.asList(values.stream().map(Contents::of).toArray()); // there may be null among them
  }

  private record OfRecord(Class<?> type, List<Object> components) {
  }

  /** An array of a primitive type. */
  private record OfNumbers(Object array) {
    static OfNumbers copied(Object array) {
      int n = Array.getLength(array);
      var copy = Array.newInstance(array.getClass().componentType(), n);
      System.arraycopy(array, 0, copy, 0, n);
      return new OfNumbers(copy);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof OfNumbers(var other) && Arrays.deepEquals(new Object[]{array}, new Object[]{other});
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(new Object[]{array});
    }
  }
}
