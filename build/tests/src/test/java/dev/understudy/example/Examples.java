package dev.understudy.example;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentGroup;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Splits;
import dev.understudy.engine.Engines;
import dev.understudy.experiment.Experiment;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.experiment.ExperimentRun;
import dev.understudy.format.Renormalization;
import dev.understudy.measure.Inspection;
import dev.understudy.network.PaperNetworks;
import dev.understudy.network.Pretrained;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.OfPeer;
import dev.understudy.objective.logits.Consistency;
import dev.understudy.objective.logits.Ensemble;
import dev.understudy.objective.logits.MutualLearning;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.Recipes;
import dev.understudy.result.Comparison;
import dev.understudy.source.WeightAverage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The snippets of README.md, word for word. */
final class Examples {

    private static final StudentTap CONV4 = PaperNetworks.GUIDED;
    private static final TeacherTap CONV8 = PaperNetworks.GUIDING;

    private Examples() {}

    static TrainingData data(int images) {
        Splits splits = Datasets.open("shapes", DataOptions.defaults().trainSize(images));
        LabeledImageDataset train = LabeledImageDataset.of(splits.train(), 128)
                .shuffled(42)
                .augmented(Augmentation.cropAndFlip(4))
                .normalized(splits.normalization());
        return TrainingData.of(splits.train().shape(), train::at)
                .test(LabeledImageDataset.of(splits.test(), 500).normalized(splits.normalization()));
    }

    static void forDays(Distillation distillation, TrainingData trainingData, Path folder) throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        try (TrainedStudent student = distillation
                .checkpoints(Checkpoints.at(checkpoints).every(Duration.ofMinutes(5)))
                .train(trainingData)) {
            student.save(folder.resolve("student.safetensors"));
        }
    }

    static TrainedStudent twoStages(Teacher teacher, Task task, TrainingData trainingData, int epochs)
            throws IOException {
        return Distillation.of(teacher, PaperNetworks.student(task))
                .stage(Stage.upTo(CONV4, epochs).objective("channel", 1, Correlation.channel(CONV4, CONV8)))
                .stage(Stage.whole(epochs)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4)))
                .seed(42)
                .train(trainingData, Observer.NONE);
    }

    static Stage ownObjective(int epochs) {
        Objective sameMean = Objective.reading(
                Needs.nothing().with(CONV4).with(CONV8),
                context -> Norm.SQUARED.compare(
                        context.getStudent().get(CONV4).mean(new int[] {1}),
                        context.getTeacher().get(CONV8).mean(new int[] {1})));
        return Stage.whole(epochs)
                .objective("labels", 1, new CrossEntropy())
                .objective("same mean", 10, sameMean)
                .objective(
                        "calm",
                        0.001,
                        context -> context.getStudent().getLogits().square().mean());
    }

    static List<Teacher> ownTeachers(Student network, Path weights, Path script, Shape image) throws IOException {
        Teacher ours = Teacher.load(network, weights, image, Device.cpu()); // .safetensors, or DJL's .params
        Teacher traced = Teacher.torchScript("resnet", script, List.of("conv8", "logits"), Device.cpu());
        return List.of(ours, traced);
    }

    static Teacher pretrained(Path weights, Task task, Normalization ours) throws IOException {
        Pretrained resnet = Pretrained.named("resnet18", task);
        List<Double> mean = List.of(0.485, 0.456, 0.406);
        List<Double> standardDeviation = List.of(0.229, 0.224, 0.225);
        return Teacher.load(resnet.network(), weights, resnet.names(), task.input(), Device.cpu())
                .withNormalization(
                        Renormalization.between(ours.mean(), ours.standardDeviation(), mean, standardDeviation))
                .withAlias("conv8", "layer3");
    }

    static Teacher fromDjl(Model model, List<String> theirs, List<String> ours) {
        return Teacher.of(model).withClasses(theirs, ours).withAlias("conv8", "conv6");
    }

    static TrainedStudent onAnotherEngine(Task task, TrainingData trainingData) throws IOException {
        Engines.use("MXNet"); // before anything is made
        return Distillation.alone(PaperNetworks.student(task))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(trainingData, Observer.NONE);
    }

    static List<Inspection.Place> places(Student network, Shape image) {
        return Inspection.of(network, image);
    }

    static long classify(Path weights, Task task, NDArray image) throws IOException {
        try (TrainedStudent student =
                TrainedStudent.load(PaperNetworks.student(task), weights, task.input(), Device.cpu())) {
            ParameterStore parameters = new ParameterStore(image.getManager(), false);
            NDList logits = student.getNetwork().forward(parameters, new NDList(image), false);
            return logits.singletonOrThrow().argMax(1).getLong(0);
        }
    }

    static void plainDjl(Model model, Block teacher, Dataset dataset) throws IOException, TranslateException {
        Loss loss = SoftTargets.standard().asLoss("soft targets");
        try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
            for (Batch batch : trainer.iterateDataset(dataset)) {
                NDList target = teacher.forward(new ParameterStore(batch.getManager(), false), batch.getData(), false);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray value = loss.evaluate(target, trainer.forward(batch.getData()));
                    collector.backward(value);
                }
                trainer.step();
                batch.close();
            }
        }
    }

    static Distillation twoTeachers(Teacher teacher, Teacher other, Student student, int epochs) {
        Distillation two = Distillation.of(teacher, student)
                .teacher("second", other)
                .stage(Stage.whole(epochs)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("ensemble", 0.7, Ensemble.of("teacher", "second"))
                        .objective("channel", 10, Objective.from("second", Correlation.channel(CONV4, CONV8))));
        return two;
    }

    static Distillation meanTeacher(Student student, int epochs) {
        Distillation mean = Distillation.alone(student)
                .average("average", WeightAverage.of(0.99).shipped())
                .stage(Stage.whole(epochs)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("consistency", 100, Objective.from("average", new Consistency())));
        return mean;
    }

    static Distillation published(Task task, Teacher teacher, int epochs) {
        Recipe transfer = Recipes.named("ft");
        OptionValues values = transfer.defaults()
                .epochs(epochs)
                .with("weight", "100")
                .with("rate", "0.75")
                .with("first-stage", "0.25");
        Distillation distillation = transfer.distillation(task, values, teacher);
        return distillation;
    }

    static Distillation onTheBenchmark(ImageData images, Path weights, int epochs) throws IOException {
        Task task = images.task(0.25).withNetworks(NetworkPair.of("resnet14:resnet8"));
        Recipe contrast = Recipes.named("crd");
        Student network = TaskNetworks.of(task).getTeacher();
        Teacher teacher = Teacher.load(network, weights, task.input(), Device.cpu());
        return contrast.distillation(task, contrast.defaults().epochs(epochs), teacher);
    }

    static ImageData varied(Splits splits) {
        ImageData data = new ImageData(splits)
                .augmentation(Augmentation.resizedCrop()
                        .flip(true)
                        .colorJitter(ColorJitter.of(0.4))
                        .cutout(8));
        return data;
    }

    static Distillation mutualLearning(Student student, Student peer, int epochs) {
        Distillation mutual = Distillation.alone(student)
                .peer("second", peer)
                .stage(Stage.whole(epochs)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("mimicry", 1, MutualLearning.with("second"))
                        .objective("labels of second", 1, new OfPeer("second", new CrossEntropy()))
                        .objective("mimicry of second", 1, new OfPeer("second", MutualLearning.with("student"))));
        return mutual;
    }

    static void together(Distillation alone, Distillation channel, TrainingData trainingData, Path folder)
            throws IOException {
        StudentGroup.empty()
                .with("alone", alone.seed(1), Observer.NONE)
                .with("channel", channel.seed(1), Observer.NONE)
                .workers(2)
                .train(trainingData, (name, student) -> {
                    try (student) {
                        student.save(folder.resolve(name + ".safetensors"));
                    }
                });
    }

    static Comparison experiment(Distillation alone, Distillation taught, ImageData material, Path folder)
            throws IOException {
        return Experiment.of(seed -> material.trainingData(128, seed))
                .seeds(1, 2, 3)
                .with("student", alone)
                .with("kd", taught)
                .folder(folder)
                .compare(
                        "Two ways", material.summary(), material.splits().test().classNames());
    }

    static Comparison steps(Experiment experiment, Path folder, Runnable awaitOthers) throws IOException {
        try (ExperimentRun run = experiment.open()) {
            run.measure();
            run.plan().write(folder.resolve("plan.json"));
            awaitOthers.run();
            Comparison comparison = run.collect("Two ways");
            run.finished();
            return comparison;
        }
    }

    static void part(Experiment experiment, Path folder, int part) throws IOException {
        ExperimentPlan plan = ExperimentPlan.read(folder.resolve("plan.json"));
        experiment.train(plan.parts().get(part));
    }
}
