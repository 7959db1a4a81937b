package dev.adjoint.transform;

import java.security.ProtectionDomain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

import dev.adjoint.Tensor;

/** What values of Java hold at a moment, down to the last number, as something that stays, to be compared with what they hold later. */
final class Contents {
  private final List<Object> held = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> met = new IdentityHashMap<>();
  private Optional<Object> source = Optional.empty();
  private boolean symbolic;

  /** A value that is still to be looked at, and where the class comes from that refers to it. */
  private record Next(Object value, Optional<ProtectionDomain> from) {
  }

  private Contents() {}

  /** What is reached from a value, in the order in which it is met. */
  static Contents of(Object value) {
    return of(value, Optional.empty());
  }

  /** The same of a value that an object refers to whose class comes from there. */
  static Contents of(Object value, Optional<ProtectionDomain> from) {
    var contents = new Contents();
    var next = new ArrayDeque<Next>();
    next.push(new Next(value, from));
    while (!next.isEmpty()) { // a list of a million links is as deep
      contents.take(next.pop(), next);
    }
    return contents;
  }

  /** Whether an object was met on the way. */
  boolean has(Object object) {
    return met.containsKey(object);
  }

  /** An object that was met and that gives something else whenever it is asked. */
  Optional<Object> source() {
    return source;
  }

  /** Whether a tensor was met that has no value yet. */
  boolean isSymbolic() {
    return symbolic;
  }

  private void take(Next one, Deque<Next> next) {
    var value = one.value;
    switch (JavaValue.of(value, one.from)) {
      case JavaValue.Nothing nothing -> held.add(nothing);
      case JavaValue.Constant(var constant) -> {
        symbolic |= constant instanceof Tensor x && x.isSymbolic();
        held.add(constant);
      }
      case JavaValue.Closed closed -> {
        closed.requireNoHiddenFunctions();
        held.add(closed);
      }
      case JavaValue.Source(var object) -> source = Optional.of(object);
      case JavaValue.Numbers numbers when isNew(value) -> held.add(numbers);
      case JavaValue.Elements(var values, _) when isNew(value) -> {
        held.add(value.getClass());
        held.add(values.size());
        values.reversed().forEach(element -> next.push(new Next(element, one.from)));
      }
      case JavaValue.Parts parts when isNew(value) -> {
        held.add(parts.object().getClass());
        parts.fields().reversed().forEach(field -> next.push(new Next(parts.get(field), Optional.of(parts.from()))));
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
