package dev.adjoint.internal.program;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Footprint;
import dev.adjoint.Listing;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.flight.Flight;
import dev.adjoint.internal.flight.ProgramEvent;

/** A traced function made ready: simplified, planned, and compiled by a backend. */
public final class Compiled {
  private final Simplifier simplifier;
  private final Schedule schedule;
  private final Plan plan;
  private final Executable executable;
  private final Footprint footprint;

  /**
   * Makes a traced function ready.
   *
   * @param arguments the placeholders it was called with
   * @param states how many of the first arguments are states, whose next values are the first results
   * @param tracing how long the function took
   * @param backend what runs it
   */
  public Compiled(List<Tensor> arguments, int states, List<Tensor> results, Duration tracing, Backend backend) {
    for (int i = 0; i < states; i++) {
      if (i >= results.size() || !results.get(i).type().equals(arguments.get(i).type())) {
        throw Message.illegal("trace", "state %d is %s, its next value is %s", i, arguments.get(i).type(),
            i < results.size() ? results.get(i).type() : "missing");
      }
    }
    long start = System.nanoTime();
    var types = arguments.stream().map(Tensor::type).toList();
    this.simplifier = new Simplifier(arguments);
    var planner = new Planner(types, simplifier.nodesOf(results), states);
    this.schedule = planner.plan();
    this.plan = new Plan(schedule, planner.constants(), planner.names(simplifier.names()));
    this.executable = backend.compile(plan);
    this.footprint = new Footprint(simplifier.traced(), schedule.steps().size(), schedule.memory().bytes(), tracing,
        Duration.ofNanos(System.nanoTime() - start));
    if (Flight.recordsPrograms()) {
      ProgramEvent.made(System.identityHashCode(schedule), types, footprint.operations(), footprint.steps(),
          footprint.bytes(), tracing, footprint.planning());
    }
  }

  /** Runs on these inputs; the storage of the first ones, the states, is overwritten. The other results are new arrays. */
  public NdArray[] run(NdArray[] inputs) {
    return executable.run(inputs);
  }

  /** What is done, as data. */
  public Plan plan() {
    return plan;
  }

  /** How large it is, and what it took to make it. */
  public Footprint footprint() {
    return footprint;
  }

  /** The values and steps, to be looked at. */
  public Listing listing() {
    var aliases = new HashMap<Integer, Integer>();
    Stream.of(schedule.inputAliases(), schedule.lasting().aliases(), schedule.handedOut().aliases())
        .flatMap(List::stream).forEach(alias -> aliases.put(alias.value(), alias.base()));
    var values = IntStream.range(0, schedule.types().size())
        .mapToObj(v -> new Listing.Value(schedule.types().get(v), place(aliases.getOrDefault(v, v)),
            aliases.containsKey(v) ? OptionalInt.of(aliases.get(v)) : OptionalInt.empty(),
            Optional.ofNullable(plan.constants().get(v))))
        .toList();
    var steps = IntStream.range(0, schedule.steps().size())
        .mapToObj(s -> new Listing.Step(executable.describe(s), schedule.steps().get(s).reads(),
            schedule.steps().get(s).writes()))
        .toList();
    var buffers = schedule.memory().buffers().stream().map(Memory.Buffer::bytes).toList();
    return new Listing(values, steps, buffers, schedule.outputs());
  }

  private String place(int value) {
    var buffer = schedule.memory().bufferOf().get(value);
    if (value < schedule.inputs()) {
      return value < schedule.states() ? "state " + value : "input " + (value - schedule.states());
    }
    return buffer == null ? "constant " + value : "buffer " + buffer;
  }

  /** The steps, what each computes, and what was saved. */
  public String explain() {
    var text = new StringBuilder();
    var memory = schedule.memory();
    text.append(String.format(Locale.ROOT, "%d operations traced, %d steps%n", simplifier.traced(),
        schedule.steps().size()));
    simplifier.removed().forEach((reason, n) -> text.append(String.format(Locale.ROOT, "%d %s removed%n", n, reason)));
    text.append(String.format(Locale.ROOT, "%,d bytes in %d buffers, in place of %,d%n", memory.bytes(),
        memory.buffers().size(), memory.bytesWithout()));
    for (int i = 0; i < schedule.steps().size(); i++) {
      var step = schedule.steps().get(i);
      var results = step.writes().stream().map(value -> schedule.types().get(value).toString()).toList();
      text.append(
          String.format(Locale.ROOT, "%4d  %s -> %s%n", i + 1, executable.describe(i), String.join(", ", results)));
    }
    return text.toString();
  }
}
