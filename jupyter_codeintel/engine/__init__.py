"""The model's own process: slots, healing and scheduling on llama.cpp, served over HTTP."""
