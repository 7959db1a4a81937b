package dev.adjoint.transform;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.ProtectionDomain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mutable places that a function reads and others may set: an array, a collection or an atomic cell that it captured, the fields of
 * the object in whose method it was written, and whatever is reached from there as {@link JavaValue} says. What never changes is looked
 * at once. Static fields and objects of other libraries are not seen: what is in them is for arguments.
 */
final class Captured {

  /** A place, and where the class comes from that refers to it. */
  private sealed interface Place {
    Optional<ProtectionDomain> from();

    Object value();

    /** An array, a collection or an atomic cell. */
    record Holder(Object value, Optional<ProtectionDomain> from) implements Place {
    }

    /** A field that can be set. */
    record InField(JavaValue.Parts object, Field field) implements Place {
      @Override
      public Optional<ProtectionDomain> from() {
        return Optional.of(object.from());
      }

      @Override
      public Object value() {
        return object.get(field);
      }
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Runnable> next = new ArrayDeque<>(); // what is still to be looked at
  private Optional<Object> source = Optional.empty();
  private boolean hasClosed;

  private Captured() {}

  /** The places that are reached from a function. */
  static Captured by(Object function) {
    var captured = new Captured();
    captured.next.push(() -> captured.add(function, Optional.empty()));
    while (!captured.next.isEmpty()) {
      captured.next.pop().run();
    }
    return captured;
  }

  /** Whether all that is reached from a value is known, and cannot change. */
  static boolean isConstant(Object value) {
    var reached = by(value);
    return reached.places.isEmpty() && reached.source.isEmpty() && !reached.hasClosed;
  }

  /** What is in them now, to be compared with what was; mostly there are none. */
  List<Contents> contents() {
    return places.isEmpty()
        ? List.of()
        : places.stream().map(place -> Contents.of(place.value(), place.from())).toList();
  }

  /** Whether an object is reached from the function. */
  boolean has(Object object) {
    return met.contains(object) || contents().stream().anyMatch(c -> c.has(object));
  }

  /** An object that is reached and gives something else whenever it is asked. */
  Optional<Object> source() {
    return source;
  }

  private void add(Object value, Optional<ProtectionDomain> from) {
    switch (JavaValue.of(value, from)) {
      case JavaValue.Source(var object) -> source = Optional.of(object);
      case JavaValue.Closed closed -> {
        closed.requireNoHiddenFunctions();
        hasClosed = true;
      }
      case JavaValue.Nothing _,JavaValue.Constant _ -> {
        // stays
      }
      case JavaValue.Elements(var values, var lasting) when lasting && met.add(value) ->
        values.forEach(element -> next.push(() -> add(element, from)));
      case JavaValue.Elements _,JavaValue.Numbers _ when met.add(value) -> places.add(new Place.Holder(value, from));
      case JavaValue.Parts parts when met.add(value) -> parts.fields().forEach(field -> add(parts, field));
      case JavaValue.Elements _,JavaValue.Numbers _,JavaValue.Parts _ -> {
        // was met before
      }
    }
  }

  private void add(JavaValue.Parts parts, Field field) {
    if (Modifier.isFinal(field.getModifiers())) {
      next.push(() -> add(parts.get(field), Optional.of(parts.from())));
    } else {
      places.add(new Place.InField(parts, field));
    }
  }
}
