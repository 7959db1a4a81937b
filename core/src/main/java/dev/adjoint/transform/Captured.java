package dev.adjoint.transform;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.adjoint.Cell;
import dev.adjoint.Tensor;

/**
 * The variables of Java that a function reads and others may set. A lambda captures variables that never change themselves; but an
 * array, a collection or an atomic cell among them may hold something else at the next call, and so may the fields of the object in
 * whose method it was written. What such an object refers to in turn is not seen, nor are static fields: they are for arguments.
 */
final class Captured {
  private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
    @Override
    protected List<Field> computeValue(Class<?> type) {
      return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
          .flatMap(c -> Arrays.stream(c.getDeclaredFields()))
          .filter(field -> !Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()).toList();
    }
  };

  private final List<Supplier<Object>> variables = new ArrayList<>();

  private Captured() {}

  /** The variables of a function. */
  static Captured by(Object function) {
    var captured = new Captured();
    captured.addAllOf(function);
    return captured;
  }

  /** What is in them now, to be compared with what was; mostly there are none. */
  List<Object> contents() {
    return variables.isEmpty() ? List.of() : variables.stream().map(Supplier::get).toList();
  }

  private void addAllOf(Object function) {
    if (function instanceof CompiledFunction<?, ?> compiled) {
      addAllOf(compiled.function());
    } else if (!isMadeOfCaptures(function.getClass())) {
      addFieldsOf(function);
    } else {
      for (var field : FIELDS.get(function.getClass())) {
        var value = get(field, function);
        if (Contents.isTaken(value)) {
          variables.add(() -> Contents.of(value));
        } else if (value != null && !(value instanceof Tensor || value instanceof Cell)) { // one stays, the other is an input
          addAllOf(value);
        }
      }
    }
  }

  /** Whether the fields of a class are variables that were captured: of a lambda, a reference to a method, an anonymous class. */
  private static boolean isMadeOfCaptures(Class<?> type) {
    return type.isHidden() || type.isAnonymousClass() || type.isRecord();
  }

  private void addFieldsOf(Object object) {
    for (var field : FIELDS.get(object.getClass())) {
      variables.add(() -> heldBy(get(field, object)));
    }
  }

  /** Numbers, texts and tensors, also those in arrays and collections; of all else only whether it is the same object. */
  private static Object heldBy(Object value) {
    return switch (value) {
      case null -> List.of();
      case Tensor tensor -> tensor;
      case AtomicReference<?> _,AtomicInteger _,AtomicLong _,AtomicBoolean _ -> Contents.of(value);
      case Number number -> number;
      case Boolean truth -> truth;
      case String text -> text;
      case Tensor[] tensors -> Arrays.asList(tensors.clone());
      case Collection<?> all when all.stream().allMatch(Tensor.class::isInstance) -> List.copyOf(all);
      case Map<?, ?> map when map.values().stream().allMatch(Tensor.class::isInstance) -> List.copyOf(map.entrySet());
      default -> new Same(value);
    };
  }

  private record Same(Object object) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object o) {
      return o instanceof Same(var other) && object == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  private static Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " was made accessible", e);
    }
  }
}
