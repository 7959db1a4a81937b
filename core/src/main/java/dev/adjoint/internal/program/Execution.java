package dev.adjoint.internal.program;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.adjoint.DType;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.flight.Flight;
import dev.adjoint.internal.flight.StepEvent;
import dev.adjoint.internal.kernel.Block;
import dev.adjoint.internal.kernel.Parallel;

/**
 * The storage of one run of a program: buffers, registers and partial sums. Used by one run at a time, again and again, but for the
 * buffers that are handed out with the results.
 */
final class Execution {
  /** By number; those of inputs and results change with every run. */
  final NdArray[] values;
  private final Schedule schedule;
  private final Object[] storage; // [buffer]
  private final boolean[] leaves; // [value] with the results
  private final Block[][] blocks; // [step][part]
  private final Object[][] shown; // [step][place]
  private final Object[][] partials; // [step][total]

  Execution(Schedule schedule) {
    this.schedule = schedule;
    this.values = new NdArray[schedule.types().size()];
    schedule.constants().forEach((value, constant) -> values[value] = constant);
    this.storage = new Object[schedule.memory().buffers().size()];
    this.leaves = new boolean[values.length];
    schedule.handedOut().values().forEach(value -> leaves[value] = true);
    schedule.handedOut().aliases().forEach(alias -> leaves[alias.value()] = true);
    makePlaces(schedule.lasting());
    int steps = schedule.steps().size();
    this.blocks = new Block[steps][Parallel.threads()];
    this.shown = new Object[steps][];
    this.partials = new Object[steps][];
    makeRegisters(schedule.steps().stream().filter(Fused.class::isInstance).map(Fused.class::cast).toList());
  }

  private void makePlaces(Schedule.Places places) {
    for (int i = 0; i < places.buffers().size(); i++) {
      int buffer = places.buffers().get(i);
      var size = schedule.memory().buffers().get(buffer);
      storage[buffer] = Kernels.allocate(size.dtype().tensor(size.size()));
    }
    for (int i = 0; i < places.values().size(); i++) {
      int value = places.values().get(i);
      values[value] = NdArray.wrap(type(value), storage[schedule.memory().bufferOf().get(value)]);
    }
    show(places.aliases());
  }

  private void show(List<Schedule.Alias> aliases) {
    for (int i = 0; i < aliases.size(); i++) {
      var alias = aliases.get(i);
      var base = values[alias.base()];
      if (values[alias.value()] == null || !values[alias.value()].shares(base)) {
        values[alias.value()] = NdArray.wrap(type(alias.value()), base.storage());
      }
    }
  }

  private TensorType type(int value) {
    return schedule.types().get(value);
  }

  /** All steps share registers, as long as the longest block; a number that never changes has one of its own. */
  private void makeRegisters(List<Fused> steps) {
    int length = steps.stream().mapToInt(step -> Math.min(step.size(), Block.SIZE)).max().orElse(0);
    Map<Object, Object> numbers = new java.util.HashMap<>();
    steps.forEach(step -> shown[step.number()] = new Object[step.tierUp().values().size()]);
    for (int part = 0; part < Parallel.threads(); part++) {
      Map<DType, List<Object>> shared = new EnumMap<>(DType.class);
      for (var step : steps) {
        var own = new Object[step.registers().size()];
        for (var load : step.code().loads()) {
          if (load instanceof Fused.Load.Literal(double number, int register)) {
            var dtype = step.registers().get(register);
            own[register] = numbers.computeIfAbsent(List.of(dtype, number),
                key -> NdArray.scalar(dtype, number).broadcast(dev.adjoint.Shape.of(length)).storage());
          }
        }
        var taken = new EnumMap<DType, Integer>(DType.class);
        for (int r = 0; r < own.length; r++) {
          if (own[r] == null) {
            var dtype = step.registers().get(r);
            var pool = shared.computeIfAbsent(dtype, d -> new java.util.ArrayList<>());
            int k = taken.merge(dtype, 1, Integer::sum) - 1;
            if (k == pool.size()) {
              pool.add(Kernels.movements(dtype).allocate(length));
            }
            own[r] = pool.get(k);
          }
        }
        blocks[step.number()][part] = new Block(own, shown[step.number()]);
        partials[step.number()] = step.totals().stream()
            .map(t -> Kernels.movements(t.dtype()).allocate(Math.ceilDiv(Math.max(step.size(), 1), Block.SIZE)))
            .toArray();
      }
    }
  }

  /** What the p-th part of a step works on. */
  Block block(int step, int part) {
    return blocks[step][part];
  }

  /** Shows these values to the blocks of a step. */
  void showValues(int step, List<Integer> numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      shown[step][i] = values[numbers.get(i)].storage();
    }
  }

  Object partials(int step, int total) {
    return partials[step][total];
  }

  /** Computes everything from these inputs. */
  void run(NdArray[] inputs) {
    System.arraycopy(inputs, 0, values, 0, inputs.length);
    show(schedule.inputAliases());
    makePlaces(schedule.handedOut());
    var steps = schedule.steps();
    boolean recorded = Flight.recordsSteps();
    for (int i = 0; i < steps.size(); i++) {
      if (recorded) {
        record(i);
      } else {
        steps.get(i).run(this);
      }
    }
  }

  /** A value, for good: the next run does not touch it. */
  NdArray result(int value) {
    if (leaves[value]) {
      return values[value];
    }
    var copy = NdArray.allocate(type(value));
    StridedCopies.copy(values[value], copy);
    return copy;
  }

  private void record(int i) {
    var step = schedule.steps().get(i);
    var event = StepEvent.begun();
    step.run(this);
    var results = step.writes().stream().map(this::type).toList();
    event.ended(System.identityHashCode(schedule), i + 1, step::describe, results,
        results.stream().mapToLong(TensorType::bytes).sum());
  }
}
