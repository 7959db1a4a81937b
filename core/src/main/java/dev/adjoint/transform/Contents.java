package dev.adjoint.transform;

import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** What values of Java hold at a moment, down to the last number, as something that stays, to be compared with what they hold later. */
final class Contents {
  private final List<Object> held = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> met = new IdentityHashMap<>();

  private Contents() {}

  /** What is reached from a value, in the order in which it is met. */
  static Contents of(Object value) {
    return of(value, Optional.empty());
  }

  /** The same of a value that an object refers to whose class comes from there. */
  static Contents of(Object value, Optional<ProtectionDomain> from) {
    var contents = new Contents();
    contents.take(value, from);
    return contents;
  }

  /** Whether an object was met on the way. */
  boolean has(Object object) {
    return met.containsKey(object);
  }

  private void take(Object value, Optional<ProtectionDomain> from) {
    switch (JavaValue.of(value, from)) {
      case JavaValue.Nothing nothing -> held.add(nothing);
      case JavaValue.Constant(var constant) -> held.add(constant);
      case JavaValue.Closed closed -> held.add(closed);
      case JavaValue.Numbers numbers when isNew(value) -> held.add(numbers);
      case JavaValue.Elements(var values, _) when isNew(value) -> {
        held.add(value.getClass());
        held.add(values.size());
        values.forEach(element -> take(element, from));
      }
      case JavaValue.Parts parts when isNew(value) -> {
        held.add(parts.object().getClass());
        parts.fields().forEach(field -> take(parts.get(field), Optional.of(parts.from())));
      }
      case JavaValue.Numbers _,JavaValue.Elements _,JavaValue.Parts _ -> held.add(new Again(met.get(value)));
    }
  }

  private boolean isNew(Object value) {
    return met.putIfAbsent(value, met.size()) == null;
  }

  /** What was met before. */
  private record Again(int number) {
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Contents other && held.equals(other.held);
  }

  @Override
  public int hashCode() {
    return held.hashCode();
  }
}
