"""The configurations that scheduler_fixtures.py runs: those of popular repositories, then each class's options."""

BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
STABLE = BETAS | {
    "clip_sample": False, "set_alpha_to_one": False, "skip_prk_steps": True, "steps_offset": 1, "trained_betas": None,
}
SD15 = STABLE | {"_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0"}
SD21 = STABLE | {"_class_name": "DDIMScheduler", "prediction_type": "v_prediction", "_diffusers_version": "0.8.0"}
SDXL = STABLE | {
    "_class_name": "EulerDiscreteScheduler", "_diffusers_version": "0.19.0.dev0", "interpolation_type": "linear",
    "prediction_type": "epsilon", "sample_max_value": 1.0, "timestep_spacing": "leading", "use_karras_sigmas": False,
}
TURBO = SDXL | {"_class_name": "EulerAncestralDiscreteScheduler", "timestep_spacing": "trailing"}
LCM = BETAS | {
    "_class_name": "LCMScheduler", "clip_sample": False, "clip_sample_range": 1.0, "original_inference_steps": 50,
    "prediction_type": "epsilon", "rescale_betas_zero_snr": False, "set_alpha_to_one": True, "steps_offset": 0,
    "thresholding": False, "timestep_scaling": 10.0, "timestep_spacing": "leading", "trained_betas": None,
}
DPM = STABLE | {
    "_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "dpmsolver++", "dynamic_thresholding_ratio": 0.995,
    "euler_at_final": False, "final_sigmas_type": "zero", "lambda_min_clipped": -float("inf"),
    "lower_order_final": True, "prediction_type": "epsilon", "sample_max_value": 1.0, "solver_order": 2,
    "solver_type": "midpoint", "thresholding": False, "timestep_spacing": "leading", "use_karras_sigmas": False,
    "use_lu_lambdas": False, "variance_type": None,
}
UNIPC = {k: v for k, v in DPM.items() if k not in ("algorithm_type", "lambda_min_clipped", "solver_type")} | {
    "_class_name": "UniPCMultistepScheduler", "disable_corrector": [], "predict_x0": True, "solver_p": None,
    "solver_type": "bh2",
}
V = {"prediction_type": "v_prediction"}
ZERO_SNR = V | {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}

CASES = []


def add(group, name, config, **more):
    CASES.append({"group": group, "name": name, "config": config} | more)


def options(group, base, **variants):
    """A case for each variant of a base configuration; an underscored key holds the case's own settings."""
    for name, changes in variants.items():
        more = changes.pop("_case", {})
        add(group, f"{group} {name.replace('_', ' ')}", base | changes, **more)


LONG = {"_case": {"steps": (4, 10, 25, 50)}}
# At 50 steps the multistep solvers of diffusers fail on beta sigmas, whose first two timesteps are then the same.
SHORT = {"_case": {"steps": (1, 2, 4, 10, 25)}}

add("repositories", "Stable Diffusion 1.5", SD15)
add("repositories", "Stable Diffusion 2.1", SD21)
add("repositories", "SDXL base", SDXL)
add("repositories", "SDXL Turbo", TURBO)
add("repositories", "LCM Dreamshaper", LCM)
add("repositories", "SD Turbo", SDXL | {"timestep_spacing": "trailing", "set_alpha_to_one": True})
add("repositories", "zero-SNR trailing DDIM", SD21 | ZERO_SNR | {"set_alpha_to_one": True})
add("repositories", "NoobAI v-prediction", SDXL | ZERO_SNR)
add("repositories", "Animagine", SDXL | {"_class_name": "EulerAncestralDiscreteScheduler"})
add("repositories", "RealVisXL", DPM | {"algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": True})
add("repositories", "Stable Video Diffusion", SDXL | V | {
    "timestep_type": "continuous", "use_karras_sigmas": True, "sigma_min": 0.002, "sigma_max": 700.0})
add("repositories", "sketch", STABLE | {
    "_class_name": "DDIMScheduler", "clip_sample_range": 1.0, "prediction_type": "epsilon",
    "timestep_spacing": "leading"})

options("pndm", SD15, linspace={"timestep_spacing": "linspace"}, trailing={"timestep_spacing": "trailing"},
        velocity=V.copy(), alpha_one={"set_alpha_to_one": True},
        runge_kutta={"skip_prk_steps": False} | LONG,
        runge_kutta_velocity_trailing={"skip_prk_steps": False, "timestep_spacing": "trailing"} | V | LONG,
        linear={"beta_schedule": "linear", "steps_offset": 0})
add("pndm", "PNDM defaults", {"_class_name": "PNDMScheduler"}, steps=(4, 10, 25, 50))

DDIM = SD21 | {"prediction_type": "epsilon"}
options("ddim", DDIM, linspace={"timestep_spacing": "linspace"}, trailing={"timestep_spacing": "trailing"},
        leading_offset_0={"steps_offset": 0}, alpha_one={"set_alpha_to_one": True},
        sample={"prediction_type": "sample"}, clip={"clip_sample": True},
        clip_velocity_range={"clip_sample": True, "clip_sample_range": 0.7} | V,
        table_scaled={"steps_offset": 0, "_case": {"table": True, "steps": (2,)}},
        table_linear={"steps_offset": 0, "beta_schedule": "linear", "_case": {"table": True, "steps": (2,)}},
        table_cosine={"steps_offset": 0, "beta_schedule": "squaredcos_cap_v2", "_case": {"table": True, "steps": (2,)}},
        table_zero_snr=ZERO_SNR | {"_case": {"table": True, "steps": (2,)}},
        trained={"num_train_timesteps": 20, "trained_betas": [round(0.01 + 0.004 * i, 6) for i in range(20)],
                 "steps_offset": 0, "_case": {"steps": (1, 2, 4, 10, 20)}})
add("ddim", "DDIM defaults", {"_class_name": "DDIMScheduler"})

options("euler", SDXL, linspace={"timestep_spacing": "linspace"}, velocity=V.copy(),
        sample={"prediction_type": "sample"}, karras={"use_karras_sigmas": True},
        karras_bounds={"use_karras_sigmas": True, "sigma_min": 0.03, "sigma_max": 12.0},
        karras_trailing={"use_karras_sigmas": True, "timestep_spacing": "trailing"},
        exponential={"use_exponential_sigmas": True}, beta={"use_beta_sigmas": True},
        log_linear={"interpolation_type": "log_linear", "timestep_spacing": "linspace"},
        final_sigma_min={"final_sigmas_type": "sigma_min"}, cosine={"beta_schedule": "squaredcos_cap_v2"},
        offset_0={"steps_offset": 0}, zero_snr_linspace=ZERO_SNR | {"timestep_spacing": "linspace"})
add("euler", "Euler defaults", {"_class_name": "EulerDiscreteScheduler"})

options("euler-a", TURBO, linspace={"timestep_spacing": "linspace"}, leading={"timestep_spacing": "leading"},
        velocity=V.copy(), zero_snr=ZERO_SNR.copy())
add("euler-a", "Euler ancestral defaults", {"_class_name": "EulerAncestralDiscreteScheduler"})

MIN = {"final_sigmas_type": "sigma_min"}
options("dpm", DPM, leading={}, linspace={"timestep_spacing": "linspace"}, trailing={"timestep_spacing": "trailing"},
        velocity=V.copy(), sample={"prediction_type": "sample"}, heun={"solver_type": "heun"},
        order_1={"solver_order": 1}, order_3={"solver_order": 3}, order_3_heun_velocity={"solver_order": 3} | V,
        karras={"use_karras_sigmas": True}, karras_heun_order_3={"use_karras_sigmas": True, "solver_order": 3},
        exponential={"use_exponential_sigmas": True}, beta={"use_beta_sigmas": True} | SHORT, lu={"use_lu_lambdas": True},
        lu_cosine={"use_lu_lambdas": True, "beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1},
        cosine_clipped={"beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1},
        cosine_clipped_trailing={"beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1,
                                 "timestep_spacing": "trailing", "_case": {"steps": (1, 4, 10, 25)}},
        not_lowered={"lower_order_final": False}, euler_at_final=MIN | {"euler_at_final": True},
        final_sigma_min=MIN, not_lowered_sigma_min_order_3=MIN | {"lower_order_final": False, "solver_order": 3},
        plain=MIN | {"algorithm_type": "dpmsolver"}, plain_heun=MIN | {"algorithm_type": "dpmsolver", "solver_type": "heun"},
        plain_order_3_velocity=MIN | {"algorithm_type": "dpmsolver", "solver_order": 3} | V,
        plain_sample=MIN | {"algorithm_type": "dpmsolver", "prediction_type": "sample"},
        sde={"algorithm_type": "sde-dpmsolver++"}, sde_heun={"algorithm_type": "sde-dpmsolver++", "solver_type": "heun"},
        sde_order_3={"algorithm_type": "sde-dpmsolver++", "solver_order": 3},
        sde_plain=MIN | {"algorithm_type": "sde-dpmsolver"},
        sde_plain_heun=MIN | {"algorithm_type": "sde-dpmsolver", "solver_type": "heun"},
        zero_snr=ZERO_SNR.copy(), deis=MIN | {"algorithm_type": "deis", "solver_type": "logrho"},
        karras_bounds={"use_karras_sigmas": True, "sigma_min": 0.03, "sigma_max": 12.0})
add("dpm", "DPM defaults", {"_class_name": "DPMSolverMultistepScheduler"})

options("unipc", UNIPC, leading={}, linspace={"timestep_spacing": "linspace"}, trailing={"timestep_spacing": "trailing"},
        velocity=V.copy(), sample={"prediction_type": "sample"}, order_1={"solver_order": 1},
        order_3={"solver_order": 3}, order_4={"solver_order": 4}, bh1=MIN | {"solver_type": "bh1"},
        bh1_order_3=MIN | {"solver_type": "bh1", "solver_order": 3}, noise=MIN | {"predict_x0": False},
        noise_velocity_order_3=MIN | {"predict_x0": False, "solver_order": 3} | V,
        not_lowered=MIN | {"lower_order_final": False}, no_corrector={"disable_corrector": [0, 1, 2]},
        karras={"use_karras_sigmas": True}, karras_sigma_min={"use_karras_sigmas": True} | MIN,
        exponential={"use_exponential_sigmas": True}, beta={"use_beta_sigmas": True} | SHORT, zero_snr=ZERO_SNR.copy(),
        midpoint={"solver_type": "midpoint"})
add("unipc", "UniPC defaults", {"_class_name": "UniPCMultistepScheduler"})

options("lcm", LCM, velocity=V.copy(), sample={"prediction_type": "sample"}, clip={"clip_sample": True},
        original_100={"original_inference_steps": 100}, scaling={"timestep_scaling": 3.0},
        zero_snr=V | {"rescale_betas_zero_snr": True})
add("lcm", "LCM defaults", {"_class_name": "LCMScheduler"})

NAMES = ("pndm", "ddim", "euler", "euler-karras", "euler-a", "dpm++", "dpm++-karras", "dpm++-sde", "dpm++-sde-karras",
         "unipc", "lcm")
BRIEF = {"steps": (4, 10)}
for choice in NAMES:
    add("switched", f"Stable Diffusion 1.5 with {choice}", SD15, choice=choice, corrected=True, **BRIEF)
    add("switched", f"SDXL with {choice}", SDXL, choice=choice, **BRIEF)
for choice in ("ddim", "euler", "dpm++", "unipc"):
    add("switched", f"Stable Diffusion 2.1 with {choice}", SD21, choice=choice, corrected=True, **BRIEF)
    add("switched", f"zero-SNR DDIM with {choice}", SD21 | ZERO_SNR, choice=choice, corrected=True, **BRIEF)
add("switched", "bare PNDM corrected", {"_class_name": "PNDMScheduler", "skip_prk_steps": True}, corrected=True, **BRIEF)
add("switched", "bare PNDM corrected with ddim", {"_class_name": "PNDMScheduler"}, corrected=True, choice="ddim", **BRIEF)
add("switched", "old DDIM corrected", BETAS | {"_class_name": "DDIMScheduler", "steps_offset": 0, "clip_sample": True},
    corrected=True, **BRIEF)
add("switched", "old DDIM corrected with lcm", BETAS | {
    "_class_name": "DDIMScheduler", "steps_offset": 0, "clip_sample": True}, corrected=True, choice="lcm", **BRIEF)
add("switched", "UniPC midpoint with dpm++", UNIPC | {"solver_type": "heun"}, choice="dpm++", **BRIEF)
add("switched", "DPM heun with unipc", DPM | {"solver_type": "heun", "solver_order": 3}, choice="unipc", **BRIEF)
add("switched", "Karras Euler with bounds with dpm++", SDXL | {
    "use_karras_sigmas": True, "sigma_min": 0.03, "sigma_max": 12.0}, choice="dpm++", **BRIEF)
